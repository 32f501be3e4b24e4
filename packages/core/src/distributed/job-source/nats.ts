/**
 * Jobs kept by NATS JetStream: a server of 2.9.2 or newer, started with `-js`.
 *
 *     stream            subject                what is in it
 *     jobs_queue        jobs.queue.<id>        jobs until they are finished, each once
 *     jobs_results      jobs.results.<id>      the first result of each job, for an hour
 *     jobs_tries        jobs.tries.<id>        what was noted of jobs that were tried more than once, or for long, for an hour
 *     jobs_dead         jobs.dead.<id>         jobs that were given up, until they are retried or discarded
 *     (none)            jobs.cancel.<id>       is heard by the worker that has the job, and by nobody else
 *     (none)            jobs.progress.<id>     is heard by the caller, if it is there
 *
 * The server does not sync each message to its disk: what it has accepted survives the death of processes; that of the machine only as far
 * as its `sync_interval` and its replicas go.
 */
import {
  AckPolicy,
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  JetStreamApiError,
  type JsMsg,
  type StoredMsg,
} from "@nats-io/jetstream";
import {
  connect,
  type ConnectionOptions,
  type Msg,
  type NatsConnection,
  nanos,
  RequestError,
} from "@nats-io/transport-node";
import { describe } from "../../pool/errors.ts";
import { after, checkNumber, now, Queue } from "../../pool/tasks.ts";
import { inTime, type JobSource, type Listener, MARGIN, type TakenJob } from "../job-source.ts";
import { Inbox } from "./nats/inbox.ts";
import { makeStreams, PATIENCE } from "./nats/streams.ts";

export interface NatsJobsOptions {
  /** Of the queue: pools and workers of one name belong together. Letters, digits, `_`, `-`; default `jobs`. */
  name?: string | undefined;
  /** Milliseconds after which the job of a worker that is gone goes to another one. Minimum 1,000; default 5,000. The same for all of one name. */
  lease?: number | undefined;
  /** Milliseconds for which results are kept. Minimum 1,000; default an hour. The same for all of one name. */
  keepResults?: number | undefined;
  /** Servers of a cluster that keep each message. Minimum 1; default 1. The same for all of one name. */
  replicas?: number | undefined;
  /** Milliseconds that the server has to answer. Default 5,000. */
  timeout?: number | undefined;
}

/**
 * Connects, and makes the streams that are not there.
 *
 * @param connection the client's own options: servers, TLS, credentials. A lost connection is tried again for ever, unless they say otherwise
 * @throws {Error} no server answers, it has no JetStream, or its streams of this name were made with other options
 */
export async function natsJobs(connection: ConnectionOptions = {}, options: NatsJobsOptions = {}): Promise<JobSource> {
  const { name = "jobs", lease = 5000, keepResults = 3_600_000, replicas = 1, timeout = 5000 } = options;
  if (!/^[\w-]{1,100}$/.test(name))
    throw new TypeError(
      `Cannot make a queue: wanted a name of letters, digits, "_" and "-", found ${JSON.stringify(name)}`,
    );
  checkNumber("Cannot make a queue: lease", lease, 1000);
  checkNumber("Cannot make a queue: keepResults", keepResults, 1000);
  checkNumber("Cannot make a queue: replicas", replicas, 1, true);
  checkNumber("Cannot make a queue: timeout", timeout, 1);
  const settings: Settings = { name, lease, keepResults, replicas, timeout };
  const client = await connect({
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: 10_000,
    noAsyncTraces: true, // each request would pay for a stack that nobody reads
    ...connection,
  }).catch((cause: unknown) => {
    // Without the name and the password that may stand before an address; an error that has read it may have them too.
    const addresses = [connection.servers ?? "127.0.0.1:4222"].flat();
    const where = addresses.map((address: unknown) => String(address).replace(/^(\w+:\/\/)?.*@/s, "$1")).join(", ");
    throw new Error(
      `Cannot reach NATS at ${where}: wanted a server, found ${describe(cause)}: start one with "nats-server -js"`,
      cause instanceof TypeError ? {} : { cause },
    );
  });
  try {
    const manager = await jetstreamManager(client, { timeout });
    await makeStreams(manager, settings);
    return new NatsJobs(client, manager, settings);
  } catch (cause) {
    await client.close();
    throw new Error(
      `Cannot keep jobs in the streams of "${name}": ${describe(cause)}: wanted JetStream ("nats-server -js"), and the same options in all programs`,
      { cause },
    );
  }
}

type Settings = Required<{ [N in keyof NatsJobsOptions]: NonNullable<NatsJobsOptions[N]> }>;

/** So many jobs are sent before the server has answered: its time to answer one does not pass while it has others before it. */
const MOST_UNANSWERED = 1000;
/** How soon a caller knows that the server is gone: the client's own take 46 s to see a restart. */
const HEARTBEAT = { expires: 2000, idle_heartbeat: 500 };
/** Milliseconds for which a worker waits for a job in one request, and for which the server may be late to say that there is none. */
const PULL = { expires: 1000, late: 1000 };

class NatsJobs implements JobSource {
  readonly limit: number;

  readonly #client: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #jetstream: JetStreamClient;
  readonly #settings: Settings;
  #consumer: Promise<unknown> | undefined;
  /** Jobs that were sent, and of which the server has said nothing yet; and those behind them. */
  #unanswered = 0;
  readonly #unsent = new Queue<PromiseWithResolvers<void> & { place: number }>();
  /** Those in which nobody waits. */
  readonly #inboxes: Inbox[] = [];
  /** What to add to this process's clock for the server's, in milliseconds since the epoch; and when that was read, by this process's. */
  #clock: Promise<number> | undefined;
  #clockReadAt = 0;

  constructor(client: NatsConnection, manager: JetStreamManager, settings: Settings) {
    this.limit = Math.max(1, (client.info?.max_payload ?? 1024 * 1024) - MARGIN);
    this.#client = client;
    this.#manager = manager;
    this.#jetstream = manager.jetstream();
    this.#settings = settings;
  }

  get closed(): boolean {
    return this.#client.isClosed();
  }

  async accept(id: string, job: Uint8Array): Promise<void> {
    if (this.#unanswered < MOST_UNANSWERED) this.#unanswered++;
    else await this.#turn();
    try {
      await this.#publish("queue", id, job);
    } catch (error) {
      // Those behind it would hear nothing either, each after as long.
      if (error instanceof Error && error.name === "TimeoutError")
        while (this.#unsent.size > 0) this.#nextUnsent()?.reject(error);
      throw error;
    } finally {
      const next = this.#nextUnsent();
      if (next) next.resolve();
      else this.#unanswered--;
    }
  }

  async listen(caller: string, { result, progress, closed }: Listener): Promise<() => Promise<void>> {
    const { name } = this.#settings;
    const idOf = (subject: string): string => subject.split(".").slice(2).join(".");
    const { state, created } = await this.#manager.streams.info(`${name}_results`);
    // Of what was published, an ordinary subscription would also hear what was refused. This one hears what is kept, and after a lost
    // connection goes on where it was.
    const consumer = await this.#jetstream.consumers.get(`${name}_results`, {
      filter_subjects: `${name}.results.${caller}.*`,
      opt_start_seq: state.last_seq + 1,
    });
    const callback = (message: JsMsg): void => result(idOf(message.subject), message.data);
    const messages: ConsumerMessages = await consumer.consume({ ...HEARTBEAT, max_messages: 1000, callback });
    const told = this.#client.subscribe(`${name}.progress.${caller}.*`, {
      callback: (error, message) => {
        if (!error) progress(idOf(message.subject), message.data);
      },
    });
    let off = false;
    const ended = (error: unknown): void => {
      if (!off) closed(error ?? "it was closed");
    };
    void this.#client.closed().then(ended);
    void messages.closed().then(ended);
    // A server that comes back without its data counts its messages anew, and the first of them would not be heard.
    const heedLoss = async (): Promise<void> => {
      for await (const { type } of messages.status()) {
        if (off || type !== "ordered_consumer_recreated") continue;
        const found = await this.#manager.streams.info(`${name}_results`).catch(() => undefined);
        if (!found || found.created === created) continue;
        ended(new Error("the server has lost what it kept"));
        off = true;
        told.unsubscribe();
        await messages.close();
      }
    };
    void heedLoss();
    return async () => {
      off = true;
      told.unsubscribe();
      await messages.close();
      await inTime(consumer.delete()); // the server forgets it by itself, later
    };
  }

  async result(id: string): Promise<Uint8Array | undefined> {
    return (await this.#stored("results", id))?.data;
  }

  async cancel(
    id: string,
    result: Uint8Array,
    { waiting = false }: { waiting?: boolean } = {},
  ): Promise<"queued" | "running" | "finished"> {
    if (waiting && (await this.#isHeard(id, "who has it?"))) return "running";
    // A message can be deleted, with success, while a worker has it. So the result comes first: a worker looks for one before it begins.
    if (!(await this.#publish("results", id, result))) return "finished";
    if (await this.#isHeard(id, CANCEL)) return "running";
    const queued = await this.#stored("queue", id);
    if (!queued) return "running"; // and was over just now: its own result came second
    await this.#manager.streams.deleteMessage(`${this.#settings.name}_queue`, queued.seq, false);
    return "queued";
  }

  async take(): Promise<TakenJob | undefined> {
    this.#consumer ??= this.#consume();
    if (!this.#clock || now() - this.#clockReadAt > CLOCK_HOLDS) {
      this.#clockReadAt = now();
      this.#clock = this.#readClock();
    }
    try {
      const [clock] = await Promise.all([this.#clock, this.#consumer]); // one that failed unheard would end the program
      const message = await this.#pull();
      return message ? await this.#taken(message, clock) : undefined;
    } catch (error) {
      this.#consumer = this.#clock = undefined; // they may be gone
      throw error;
    }
  }

  async *letters(): AsyncGenerator<{ id: string; letter: Uint8Array }, void, undefined> {
    const { name } = this.#settings;
    const subject = `${name}.dead.*.*`;
    const next = (seq: number): Promise<StoredMsg | null> =>
      this.#manager.direct.getMessage(`${name}_dead`, { seq, next_by_subj: subject });
    for (let found = await next(1); found; found = await next(found.seq + 1))
      yield { id: found.subject.slice(subject.length - 3), letter: found.data };
  }

  async letter(id: string): Promise<Uint8Array | undefined> {
    return (await this.#stored("dead", id))?.data;
  }

  async unbury(id: string, job?: Uint8Array): Promise<void> {
    const letter = await this.#stored("dead", id);
    if (job) {
      await Promise.all([this.#forget("results", id), this.#forget("tries", id)]);
      await this.accept(id, job);
    }
    // This one, and not the next, if the job was given up again meanwhile.
    const stream = `${this.#settings.name}_dead`;
    if (letter) await this.#manager.streams.deleteMessage(stream, letter.seq, false).catch(isGone);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    await inTime(this.#client.drain()); // what was said last is sent, unless there is nobody to send it to
    await this.#client.close();
  }

  #turn(): Promise<void> {
    const turn = { ...Promise.withResolvers<void>(), place: 0 };
    this.#unsent.add(turn);
    return turn.promise;
  }

  #nextUnsent(): Omit<PromiseWithResolvers<void>, "promise"> | undefined {
    const next = this.#unsent.peek();
    if (next) this.#unsent.remove(next);
    return next;
  }

  #subject(what: string, id: string): string {
    return `${this.#settings.name}.${what}.${id}`;
  }

  /** @returns whether it is kept; not, where the first one is kept and there is one */
  async #publish(what: string, id: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#jetstream.publish(this.#subject(what, id), bytes, { timeout: this.#settings.timeout });
      return true;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NOT_STORED && THERE_IS_ONE.test(error.message))
        return false;
      throw error;
    }
  }

  /** Again, while the server cannot be reached, until it has said that it, or another, is kept. */
  async #keep(what: string, id: string, bytes: Uint8Array): Promise<void> {
    for (;;) {
      try {
        await this.#publish(what, id, bytes);
        return;
      } catch (error) {
        const unreachable = error instanceof Error && UNREACHABLE.includes(error.name);
        const notReady = error instanceof JetStreamApiError && error.status === 503;
        if (this.closed || !(unreachable || notReady)) throw error;
        await new Promise<void>((resolve) => after(PATIENCE, resolve));
      }
    }
  }

  #forget(what: string, id: string): Promise<unknown> {
    return this.#manager.streams.purge(`${this.#settings.name}_${what}`, { filter: this.#subject(what, id) });
  }

  async #stored(what: string, id: string): Promise<StoredMsg | undefined> {
    const query = { last_by_subj: this.#subject(what, id) };
    // The short way is answered by any server that has the stream: where there are several, by one that may not know the newest yet.
    const { direct, streams } = this.#manager;
    const way = this.#settings.replicas === 1 ? direct : streams;
    return (await way.getMessage(`${this.#settings.name}_${what}`, query)) ?? undefined;
  }

  async #isHeard(id: string, what: string): Promise<boolean> {
    try {
      await this.#client.request(this.#subject("cancel", id), what, { timeout: this.#settings.timeout });
      return true;
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) return false;
      throw error;
    }
  }

  #consume(): Promise<unknown> {
    const { name, lease, replicas } = this.#settings;
    return this.#manager.consumers.add(`${name}_queue`, {
      durable_name: CONSUMER,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(lease),
      // How often a job may be tried is the workers' to know: the server's own word of it is not said while nobody pulls.
      max_deliver: -1,
      max_ack_pending: -1,
      max_waiting: 4096,
      num_replicas: replicas,
    });
  }

  /** @returns undefined when none came in a while */
  async #pull(): Promise<Msg | undefined> {
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${this.#settings.name}_queue.${CONSUMER}`;
    const inbox = this.#inboxes.pop() ?? new Inbox(this.#client);
    const message = await inbox.request(subject, PULL.expires, PULL.late);
    this.#inboxes.push(inbox);
    const { code, description } = message.headers ?? { code: 0, description: "" };
    if (code === 0) return message;
    if (code === NONE_CAME) return undefined;
    throw new Error(`Cannot take a job: wanted a message, found ${code} ${description}`);
  }

  /** The server says when it has stored a message: so no two machines need the same time. */
  async #readClock(): Promise<number> {
    const { name } = this.#settings;
    const before = now();
    const { seq } = await this.#jetstream.publish(this.#subject("tries", `clock.${crypto.randomUUID()}`));
    const between = (before + now()) / 2;
    const stored = await this.#manager.streams.getMessage(`${name}_tries`, { seq });
    return (stored?.time.getTime() ?? Date.now()) - between;
  }

  /** @returns undefined when it has a result */
  async #taken(message: Msg, clock: number): Promise<TakenJob | undefined> {
    const { name, lease } = this.#settings;
    const id = message.subject.slice(`${name}.queue.`.length);
    const stop = new AbortController();
    // Before the look at its result: whoever cancels it writes a result, then asks who has it. So one sees the other.
    const hearing = this.#client.subscribe(this.#subject("cancel", id), {
      callback: (error, request) => {
        if (error) return;
        if (request.string() === CANCEL) stop.abort();
        request.respond();
      },
    });
    const over = (): void => {
      message.respond("+ACK"); // first: who hears nobody then finds no job either
      hearing.unsubscribe();
    };
    const { deliveries, acceptedAt } = deliveryOf(message);
    try {
      const [result, tries] = await Promise.all([
        this.#stored("results", id),
        deliveries > 1 ? this.#stored("tries", id) : undefined,
      ]);
      if (result) {
        over();
        return undefined;
      }
      return {
        id,
        job: message.data,
        deliveries,
        age: () => Math.max(0, now() + clock - acceptedAt),
        at: now() + clock,
        tries: tries?.data,
        cancelled: stop.signal,
        lease,
        renew: () => void message.respond("+WPI"),
        note: async (bytes) => void (await this.#publish("tries", id, bytes)),
        progress: (bytes) => this.#client.publish(this.#subject("progress", id), bytes),
        finish: async (bytes) => {
          await this.#keep("results", id, bytes);
          over();
        },
        release: (delay) => {
          hearing.unsubscribe();
          message.respond(`-NAK ${JSON.stringify({ delay: nanos(delay) })}`);
        },
        bury: async (letter, bytes) => {
          await this.#forget("dead", id); // that of before, which whoever has the job tried again is about to delete
          await this.#keep("dead", id, letter);
          await this.#keep("results", id, bytes);
          over();
        },
      };
    } catch (error) {
      hearing.unsubscribe();
      throw error;
    }
  }
}

/** How often a message was delivered, and when the server had it, in milliseconds since the epoch: it says so where it wants the answer. */
function deliveryOf({ reply = "" }: Msg): { deliveries: number; acceptedAt: number } {
  const tokens = reply.split(".");
  // $JS.ACK.<stream>.<consumer>.<deliveries>.<seq>.<seq>.<nanoseconds>.<pending>; newer servers say <domain>.<account> before the stream.
  const at = tokens.length === 9 ? 4 : 6;
  return { deliveries: Number(tokens[at]), acceptedAt: Number(tokens[at + 3]) / 1e6 };
}

/** All workers of a queue share it. */
const CONSUMER = "workers";
/** What the server says when a request's time is over. */
const NONE_CAME = 408;
/** The client's errors, by name, that say nothing of what was to be kept. */
const UNREACHABLE = ["TimeoutError", "RequestError", "ConnectionError", "JetStreamNotEnabled"];
const CANCEL = "cancel it";
/** Milliseconds for which what was read of the server's clock holds: it may be set meanwhile, or go faster. */
const CLOCK_HOLDS = 60_000;
/** What the server says of a message that is not there. */
const NOT_DELETED = 10057;
const isGone = (error: unknown): void => {
  if (!(error instanceof JetStreamApiError && error.code === NOT_DELETED)) throw error;
};
/** What the server says of whatever it did not store: it also has no space for it. */
const NOT_STORED = 10077;
/** And of it when a stream that keeps the first of each subject has one. */
const THERE_IS_ONE = /messages per subject/;
