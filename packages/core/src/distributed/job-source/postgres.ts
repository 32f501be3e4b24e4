/**
 * Jobs kept by PostgreSQL: a server of 13 or newer.
 *
 *     table      what is in it
 *     queue      jobs until they are finished, each once; one that a worker has comes back when its lease is over
 *     results    the first result of each job, for an hour
 *     dead       jobs that were given up, until they are retried or discarded
 *
 *     heard by        what is said on its channel
 *     a worker        there are jobs; or the id of one that was cancelled
 *     a caller        there are results; or what a task tells of its progress
 *
 * What is said can be lost, and is made up for: whoever listens also looks by itself, and by the tables alone nothing is missed. So it
 * is said apart from what it tells of: transactions that notify wait for each other's disk.
 */
import { Client, DatabaseError, escapeIdentifier, Pool, type PoolConfig } from "pg";
import { describe } from "../../pool/errors.ts";
import { after, checkNumber, now } from "../../pool/tasks.ts";
import { inTime, type JobSource, type Listener, type TakenJob } from "../job-source.ts";
import { AT_ONCE, Batch, inOne } from "./postgres/batch.ts";
import { Bell, hashed, Hearing, inPieces, LOOK, PATIENCE, pieces } from "./postgres/hearing.ts";
import { MortalClient } from "./postgres/mortal-client.ts";
import { makeTables } from "./postgres/tables.ts";

export interface PostgresJobsOptions {
  /** Of the queue: pools and workers of one name belong together. Letters, digits, `_`, `-`; default `jobs`. */
  name?: string | undefined;
  /** In which the tables are: made by the first program, unless they are there. Letters, digits, `_`; default `jobs`. */
  schema?: string | undefined;
  /** Milliseconds after which the job of a worker that is gone goes to another one. Minimum 1,000; default 5,000. */
  lease?: number | undefined;
  /** Milliseconds for which results are kept, at least. Minimum 1,000; default an hour. */
  keepResults?: number | undefined;
  /** How many bytes a job or a result may have. Minimum 1; default 8 MiB. */
  limit?: number | undefined;
  /** Milliseconds that the server has to answer. Default 5,000. */
  timeout?: number | undefined;
}

/**
 * Connects, and makes the tables that are not there.
 *
 * @param connection the client's own options: host, database, TLS, credentials; `max` connections are open at once, 4 by default, and one
 *   that listens. A lost connection is made again, for ever
 * @throws {Error} no server answers, or it lets nobody make the tables
 */
export async function postgresJobs(connection: PoolConfig = {}, options: PostgresJobsOptions = {}): Promise<JobSource> {
  const { name = "jobs", schema = "jobs", lease = 5000, keepResults = 3_600_000, timeout = 5000 } = options;
  const { limit = 8 * 1024 * 1024 } = options;
  if (!/^[\w-]{1,100}$/.test(name))
    throw new TypeError(
      `Cannot make a queue: wanted a name of letters, digits, "_" and "-", found ${JSON.stringify(name)}`,
    );
  if (!/^\w{1,60}$/.test(schema))
    throw new TypeError(
      `Cannot make a queue: wanted a schema of at most 60 letters, digits and "_", found ${JSON.stringify(schema)}`,
    );
  checkNumber("Cannot make a queue: lease", lease, 1000);
  checkNumber("Cannot make a queue: keepResults", keepResults, 1000);
  checkNumber("Cannot make a queue: limit", limit, 1, true);
  checkNumber("Cannot make a queue: timeout", timeout, 1);
  const config = {
    max: 4,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    keepAlive: true,
    Client: MortalClient,
    ...connection,
  };
  const { host, port, database } = clientOf(config);
  const where = `${host}:${port}, database ${JSON.stringify(database)}`;
  const connections = new Pool(config);
  connections.on("error", () => {}); // of one that nobody uses: the next who needs one has another made
  try {
    await makeTables(connections, schema);
    return new PostgresJobs(connections, config, { name, schema, lease, keepResults, limit });
  } catch (cause) {
    await connections.end();
    if (cause instanceof DatabaseError)
      throw new Error(
        `Cannot keep jobs in the schema "${schema}" at ${where}: wanted ${wantedBy(cause)}, found ${describe(cause)}`,
        { cause },
      );
    // Of a name with several addresses each has an error of its own.
    const found: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
    throw new Error(`Cannot reach Postgres at ${where}: wanted a server, found ${describe(found)}`, { cause });
  }
}

function clientOf(config: PoolConfig): Client {
  try {
    return new Client(config);
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- it has the address that it could not read, and with it the password
    throw new TypeError(
      `Cannot reach Postgres: wanted an address like postgres://user@host/database, its password encoded, found ${describe(error)}`,
    );
  }
}

/** What was missing, by the server's class of its error. */
function wantedBy({ code = "" }: DatabaseError): string {
  if (code.startsWith("28")) return "a user whom it lets in";
  if (code.startsWith("3D")) return "a database that is there";
  if (code.startsWith("53")) return 'room for a few more connections, by its max_connections and the option "max"';
  if (code.startsWith("57")) return "a server that is ready";
  return "a user who may use it, or make it";
}

interface Settings {
  name: string;
  schema: string;
  lease: number;
  keepResults: number;
  limit: number;
}

/** Milliseconds between two looks at least, when a job is about to come. */
const HASTE = 20;
/** Milliseconds between two removals of results that are kept no longer, and how many one statement removes. */
const CLEANING = { every: 60_000, at_once: 10_000 };
/** Bytes of a job that is fetched alone. */
const LARGE = 256 * 1024;

interface Row {
  seq: string;
  id: string;
  /** Null where it is large, until it is fetched. */
  job: Uint8Array | null;
  tries: Uint8Array | null;
  deliveries: number;
  age: number;
  at: number;
  /** When it came, by this process's clock. */
  since: number;
}

class PostgresJobs implements JobSource {
  readonly limit: number;

  readonly #connections: Pool;
  readonly #config: PoolConfig;
  readonly #settings: Settings;
  /** The tables, as SQL names them. */
  readonly #queue: string;
  readonly #results: string;
  readonly #dead: string;
  readonly #accepted = new Batch<{ id: string; job: Uint8Array }>(
    (jobs) => this.#acceptAll(jobs),
    (error) => !(error instanceof DatabaseError),
  );
  readonly #finished = new Batch<{ id: string; seq: string; result: Uint8Array }>((jobs) => this.#finishAll(jobs));
  /** In the order in which it was said. */
  readonly #said = new Batch<{ channel: string; text: string }>((words) => this.#sayAll(words));
  /** What the server has not answered. */
  readonly #asked = new Set<Promise<unknown>>();
  /** Places that wait for a job. */
  readonly #takers: PromiseWithResolvers<TakenJob | undefined>[] = [];
  #feeding: Promise<void> | undefined;
  /** There are jobs. */
  readonly #bell = new Bell();
  /** The jobs that workers of this process have. */
  readonly #held = new Set<{ id: string; stop: AbortController }>();
  #hearsJobs: Promise<Hearing> | undefined;
  readonly #hearing = new Set<Hearing>();
  #cleaning = (): void => {};
  #closed = false;

  constructor(connections: Pool, config: PoolConfig, settings: Settings) {
    const home = escapeIdentifier(settings.schema);
    this.#queue = `${home}.queue`;
    this.#results = `${home}.results`;
    this.#dead = `${home}.dead`;
    this.limit = settings.limit;
    this.#connections = connections;
    this.#config = config;
    this.#settings = settings;
    this.#cleanLater();
  }

  get closed(): boolean {
    return this.#closed;
  }

  accept(id: string, job: Uint8Array): Promise<void> {
    return this.#accepted.add({ id, job }, job.byteLength);
  }

  async listen(caller: string, { result, progress, closed }: Listener): Promise<() => Promise<void>> {
    const bell = new Bell();
    const piecesOf = pieces((id, value) => progress(id, value));
    /** Which transactions had ended when results were looked for last. */
    let before: string | null = null;
    const look = async (client: Client): Promise<void> => {
      const { rows } = await client.query<{ now: string; id: string | null; result: Uint8Array | null }>(
        `SELECT pg_current_snapshot()::text AS now, id,
           CASE WHEN sum(octet_length(result)) OVER (ROWS UNBOUNDED PRECEDING) <= ${AT_ONCE} THEN result END AS result
         FROM (SELECT 1) AS always LEFT JOIN ${this.#results} ON name = $1 AND caller = $2
          AND (written_by >= pg_snapshot_xmax($3::pg_snapshot)
            OR written_by = ANY (ARRAY(SELECT pg_snapshot_xip($3::pg_snapshot))))`,
        [this.#settings.name, caller, before],
      );
      for (const { id, result: sent } of rows) {
        const bytes = id === null ? undefined : (sent ?? (await this.result(id)));
        if (id !== null && bytes) result(id, bytes);
      }
      before = rows[0]?.now ?? before; // not before all of them were heard
    };
    const heard = (text: string): void => (text === "" ? bell.ring() : piecesOf(text));
    const hearing = await this.#hear(this.#channelOf(caller), bell, heard, look);
    let off = false;
    void hearing.ended.then(() => off || closed("it was closed"));
    return async () => {
      off = true;
      this.#hearing.delete(hearing);
      await hearing.off();
    };
  }

  async result(id: string): Promise<Uint8Array | undefined> {
    const [found] = await this.#ask<{ result: Uint8Array }>(
      `SELECT result FROM ${this.#results} WHERE name = $1 AND id = $2`,
      [this.#settings.name, id],
    );
    return found?.result;
  }

  async cancel(
    id: string,
    result: Uint8Array,
    { waiting = false }: { waiting?: boolean } = {},
  ): Promise<"queued" | "running" | "finished"> {
    const [found] = await this.#ask<{ running: boolean; kept: boolean }>(
      `WITH job AS (
         SELECT seq, held AND available_at > now() AS running FROM ${this.#queue} WHERE name = $1 AND id = $2 FOR UPDATE
       ), state AS (
         SELECT coalesce(bool_or(running), false) AS running FROM job
       ), kept AS (
         INSERT INTO ${this.#results} (name, id, caller, result, kept_until)
         SELECT $1, $2, $3, $4::bytea, ${later("$5")} FROM state WHERE NOT (running AND $6)
         ON CONFLICT DO NOTHING RETURNING 1
       ), gone AS (
         DELETE FROM ${this.#queue} WHERE seq IN (SELECT seq FROM job WHERE NOT running) AND EXISTS (SELECT FROM kept)
       )
       SELECT running, EXISTS (SELECT FROM kept) AS kept FROM state`,
      [this.#settings.name, id, callerOf(id), result, this.#settings.keepResults, waiting],
    );
    if (waiting && found?.running) return "running";
    if (!found?.kept) return "finished";
    this.#say(this.#channelOf(callerOf(id)), "");
    if (!found.running) return "queued";
    this.#say(this.#channelOf(), id);
    return "running";
  }

  async take(): Promise<TakenJob | undefined> {
    if (this.#closed) throw new Error("Cannot take a job: the connection is closed");
    const taker = Promise.withResolvers<TakenJob | undefined>();
    this.#takers.push(taker);
    this.#feeding ??= this.#feed();
    return taker.promise;
  }

  async *letters(): AsyncGenerator<{ id: string; letter: Uint8Array }, void, undefined> {
    for (let last = "0"; ;) {
      const [found] = await this.#ask<{ seq: string; id: string; letter: Uint8Array }>(
        `SELECT seq, id, letter FROM ${this.#dead} WHERE name = $1 AND seq > $2 ORDER BY seq LIMIT 1`,
        [this.#settings.name, last],
      );
      if (!found) return;
      last = found.seq;
      yield { id: found.id, letter: found.letter };
    }
  }

  async letter(id: string): Promise<Uint8Array | undefined> {
    const [found] = await this.#ask<{ letter: Uint8Array }>(
      `SELECT letter FROM ${this.#dead} WHERE name = $1 AND id = $2`,
      [this.#settings.name, id],
    );
    return found?.letter;
  }

  async unbury(id: string, job?: Uint8Array): Promise<void> {
    await this.#ask(
      `WITH letter AS (
         DELETE FROM ${this.#dead} WHERE name = $1 AND id = $2
       ), result AS (
         DELETE FROM ${this.#results} WHERE name = $1 AND id = $2 AND $3::bytea IS NOT NULL
       )
       INSERT INTO ${this.#queue} AS waiting (name, id, job) SELECT $1, $2, $3::bytea WHERE $3::bytea IS NOT NULL
       ON CONFLICT (name, id) DO UPDATE SET tries = NULL, deliveries = 0 WHERE NOT waiting.held`,
      [this.#settings.name, id, job ?? null],
    );
    if (job) this.#say(this.#channelOf(), "");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cleaning();
    this.#bell.ring();
    await inTime(this.#lastAnswers());
    await inTime(Promise.all([this.#connections.end(), ...[...this.#hearing].map((hearing) => hearing.off())]));
  }

  async #lastAnswers(): Promise<void> {
    await this.#feeding;
    while (this.#asked.size > 0) await Promise.allSettled(this.#asked);
  }

  #ask<Found extends object>(text: string, values: unknown[]): Promise<Found[]> {
    const answer = this.#connections.query<Found>(text, values);
    this.#asked.add(answer);
    const answered = (): unknown => this.#asked.delete(answer);
    answer.then(answered, answered);
    return answer.then(({ rows }) => rows);
  }

  async #acceptAll(jobs: readonly { id: string; job: Uint8Array }[]): Promise<void> {
    const { bytes, firsts, lengths } = inOne(jobs.map(({ job }) => job));
    // Who accepts the same jobs in another order may have waited for this one, and the server has then ended one of the two.
    await this.#insist(
      `INSERT INTO ${this.#queue} (name, id, job) SELECT $1, id, substring($3::bytea FROM first FOR length)
       FROM unnest($2::text[], $4::int[], $5::int[]) AS one (id, first, length)
       ON CONFLICT DO NOTHING`,
      [this.#settings.name, jobs.map(({ id }) => id), bytes, firsts, lengths],
      wasRolledBack,
    );
    this.#say(this.#channelOf(), "");
  }

  async #finishAll(jobs: readonly { id: string; seq: string; result: Uint8Array }[]): Promise<void> {
    const { name, keepResults } = this.#settings;
    const { bytes, firsts, lengths } = inOne(jobs.map(({ result }) => result));
    await this.#insist(
      `WITH gone AS (
         DELETE FROM ${this.#queue} WHERE seq = ANY ($2::bigint[]) RETURNING 1
       )
       INSERT INTO ${this.#results} (name, id, caller, result, kept_until)
       SELECT $1, id, caller, substring($5::bytea FROM first FOR length), ${later("$8")}
       FROM unnest($3::text[], $4::text[], $6::int[], $7::int[]) AS one (id, caller, first, length),
         (SELECT count(*) FROM gone) AS before
       ON CONFLICT DO NOTHING`,
      [
        name,
        jobs.map(({ seq }) => seq),
        jobs.map(({ id }) => id),
        jobs.map(({ id }) => callerOf(id)),
        bytes,
        firsts,
        lengths,
        keepResults,
      ],
    );
    for (const { id } of jobs) this.#say(this.#channelOf(callerOf(id)), "");
  }

  /** Again, while what goes wrong may pass, until the server has said that it is done. */
  async #insist(text: string, values: unknown[], passes = mayPass): Promise<void> {
    for (;;) {
      try {
        await this.#ask(text, values);
        return;
      } catch (error) {
        if (this.#closed || !passes(error)) throw error;
        await new Promise<void>((resolve) => after(PATIENCE, resolve));
      }
    }
  }

  #channelOf(caller?: string): string {
    const { schema, name } = this.#settings;
    return caller === undefined ? `${schema}.${name}` : `${schema}.${name}.${caller}`;
  }

  #say(channel: string, text: string): void {
    this.#said.add({ channel, text }, text.length).catch(() => {}); // whoever listens looks by itself
  }

  /** What is said twice in one transaction is heard once. */
  async #sayAll(words: readonly { channel: string; text: string }[]): Promise<void> {
    await this.#ask(
      `SELECT pg_notify(${hashed("channel")}, text) FROM unnest($1::text[], $2::text[]) AS word (channel, text)`,
      [words.map(({ channel }) => channel), words.map(({ text }) => text)],
    );
  }

  async #hear(
    channel: string,
    bell: Bell,
    heard: (text: string) => void,
    look: (client: Client) => Promise<void>,
  ): Promise<Hearing> {
    const hearing = new Hearing(this.#config, channel, bell, heard, look);
    await hearing.begin();
    this.#hearing.add(hearing);
    if (this.#closed) void hearing.off(); // meanwhile
    return hearing;
  }

  /** Gives each place that waits a job, or says that none came in a while. */
  async #feed(): Promise<void> {
    const takers = this.#takers;
    try {
      this.#hearsJobs ??= this.#hearJobs();
      await this.#hearsJobs;
      while (takers.length > 0 && !this.#closed) {
        const wanted = takers.length;
        const found = await this.#takeSome(wanted).then((rows) => Promise.all(rows.map((row) => this.#withJob(row))));
        if (this.#closed) {
          await this.#giveBack(found);
          break;
        }
        for (const row of found) if (row.job) takers.shift()?.resolve(this.#taken(row, row.job));
        // There may be more, for those that have come meanwhile.
        if (found.length === wanted) continue;
        if (!(await this.#bell.heard(await this.#untilNext()))) break;
      }
      this.#feeding = undefined; // before they ask again
      for (const { resolve } of takers.splice(0)) resolve(undefined);
    } catch (error) {
      this.#feeding = undefined;
      for (const { reject } of takers.splice(0)) reject(error);
    }
  }

  #hearJobs(): Promise<Hearing> {
    const heard = (text: string): void => {
      if (text === "") this.#bell.ring();
      for (const { id, stop } of this.#held) if (id === text) stop.abort();
    };
    const hearing = this.#hear(this.#channelOf(), new Bell(), heard, async (client) => {
      await client.query("SELECT 1");
    });
    hearing.catch(() => {
      this.#hearsJobs = undefined; // the next who takes tries again
    });
    return hearing;
  }

  /** Those that have a result are no jobs any more. */
  async #takeSome(count: number): Promise<Row[]> {
    const { name, lease } = this.#settings;
    const rows = await this.#ask<Omit<Row, "since">>(
      `WITH next AS MATERIALIZED (
         SELECT seq, EXISTS (SELECT FROM ${this.#results} AS r WHERE r.name = q.name AND r.id = q.id) AS ended
         FROM ${this.#queue} AS q WHERE name = $1 AND available_at <= now()
         ORDER BY available_at, seq LIMIT $2 FOR UPDATE SKIP LOCKED
       ), gone AS (
         DELETE FROM ${this.#queue} WHERE seq IN (SELECT seq FROM next WHERE ended)
       )
       UPDATE ${this.#queue} AS q SET deliveries = deliveries + 1, held = true, available_at = ${later("$3")}
       FROM next WHERE q.seq = next.seq AND NOT ended
       RETURNING q.seq, id, tries, deliveries, CASE WHEN octet_length(job) <= ${LARGE} THEN job END AS job,
         (extract(epoch FROM now() - accepted_at) * 1000)::float8 AS age, (extract(epoch FROM now()) * 1000)::float8 AS at`,
      [name, count, lease],
    );
    const since = now();
    return rows.map((row) => ({ ...row, since }));
  }

  /** A large one is fetched alone, so that many of them are not more than comes in time; without a job where it cannot be. */
  async #withJob(row: Row): Promise<Row> {
    if (row.job) return row;
    try {
      const [found] = await this.#ask<Pick<Row, "job">>(`SELECT job FROM ${this.#queue} WHERE seq = $1`, [row.seq]);
      return { ...row, job: found?.job ?? null };
    } catch {
      await this.#giveBack([row]);
      return row;
    }
  }

  /** Milliseconds until the next job that is put off or held may be taken, and at most {@link LOOK}. */
  async #untilNext(): Promise<number> {
    const [found] = await this.#ask<{ wait: number | null }>(
      `SELECT (extract(epoch FROM min(available_at) - now()) * 1000)::float8 AS wait FROM ${this.#queue} WHERE name = $1`,
      [this.#settings.name],
    );
    return Math.min(LOOK, Math.max(HASTE, found?.wait ?? LOOK));
  }

  /** They came too late for anybody to have them, which is no try. */
  async #giveBack(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#ask(
      `UPDATE ${this.#queue} AS q SET deliveries = q.deliveries - 1, held = false, available_at = now()
       FROM unnest($1::bigint[], $2::int[]) AS own (seq, deliveries)
       WHERE q.seq = own.seq AND q.deliveries = own.deliveries AND held`,
      [rows.map(({ seq }) => seq), rows.map(({ deliveries }) => deliveries)],
    );
    this.#say(this.#channelOf(), "");
  }

  #taken({ seq, id, tries, deliveries, age, at, since }: Row, job: Uint8Array): TakenJob {
    const { name, lease } = this.#settings;
    const held = { id, stop: new AbortController() };
    this.#held.add(held);
    const over = (): unknown => this.#held.delete(held);
    /** A worker whose lease was over has it no more when another one was given it. */
    const mine = "seq = $1 AND deliveries = $2 AND held";
    const renew = async (): Promise<void> => {
      const [found] = await this.#ask<{ ended: boolean }>(
        `WITH renewed AS (UPDATE ${this.#queue} SET available_at = ${later("$3")} WHERE ${mine})
         SELECT EXISTS (SELECT FROM ${this.#results} WHERE name = $4 AND id = $5) AS ended`,
        [seq, deliveries, lease, name, id],
      );
      if (found?.ended) held.stop.abort(); // it was cancelled, or another worker has done it
    };
    const release = async (delay: number): Promise<void> => {
      await this.#ask(`UPDATE ${this.#queue} SET held = false, available_at = ${later("$3")} WHERE ${mine}`, [
        seq,
        deliveries,
        delay,
      ]);
      this.#say(this.#channelOf(), "");
    };
    return {
      id,
      job,
      deliveries,
      age: () => Math.max(0, age + now() - since),
      at,
      tries: tries ?? undefined,
      cancelled: held.stop.signal,
      lease,
      renew: () => void renew().catch(() => {}), // the next one may come in time
      note: async (bytes) =>
        void (await this.#ask(`UPDATE ${this.#queue} SET tries = $3 WHERE ${mine}`, [seq, deliveries, bytes])),
      progress: (bytes) => {
        for (const text of inPieces(id, bytes)) this.#say(this.#channelOf(callerOf(id)), text);
      },
      finish: async (result) => {
        await this.#finished.add({ id, seq, result }, result.byteLength);
        over();
      },
      release: (delay) => {
        over();
        void release(delay).catch(() => {}); // its lease runs out
      },
      bury: async (letter, result) => {
        await this.#bury(seq, id, letter, result);
        over();
      },
    };
  }

  /** Where it has a result, it is no dead letter. */
  async #bury(seq: string, id: string, letter: Uint8Array, result: Uint8Array): Promise<void> {
    const { name, keepResults } = this.#settings;
    await this.#insist(
      `WITH gone AS (
         DELETE FROM ${this.#queue} WHERE seq = $1 RETURNING 1
       ), kept AS (
         INSERT INTO ${this.#results} (name, id, caller, result, kept_until)
         SELECT $2, $3, $4, $5::bytea, ${later("$6")} FROM (SELECT count(*) FROM gone) AS first
         ON CONFLICT DO NOTHING RETURNING 1
       )
       INSERT INTO ${this.#dead} (name, id, letter) SELECT $2, $3, $7::bytea FROM kept
       ON CONFLICT (name, id) DO UPDATE SET letter = excluded.letter`,
      [seq, name, id, callerOf(id), result, keepResults, letter],
    );
    this.#say(this.#channelOf(callerOf(id)), "");
  }

  #cleanLater(): void {
    this.#cleaning = after(Math.min(CLEANING.every, this.#settings.keepResults), () => {
      this.#cleanLater();
      this.#clean().catch(() => {}); // the next time
    });
  }

  async #clean(): Promise<void> {
    for (let removed = CLEANING.at_once; removed === CLEANING.at_once && !this.#closed;) {
      const [found] = await this.#ask<{ removed: number }>(
        `WITH past AS (
           SELECT name, id FROM ${this.#results} WHERE kept_until < now() LIMIT $1 FOR UPDATE SKIP LOCKED
         ), gone AS (
           DELETE FROM ${this.#results} WHERE (name, id) IN (SELECT name, id FROM past) RETURNING 1
         )
         SELECT count(*)::integer AS removed FROM gone`,
        [CLEANING.at_once],
      );
      removed = found?.removed ?? 0;
    }
  }
}

const callerOf = (id: string): string => id.slice(0, id.indexOf("."));

/** @param milliseconds an expression of SQL */
const later = (milliseconds: string): string => `now() + ${milliseconds}::float8 * interval '1 millisecond'`;

/** Whether what could not be done may be possible later: nobody has said no to it. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || PASSING.includes(error.code?.slice(0, 2) ?? "");
/** Whether it was only in the way of another transaction. */
const wasRolledBack = (error: unknown): boolean => error instanceof DatabaseError && !!error.code?.startsWith("40");
/** The server's classes of errors: connection, transaction, resources, state of an object, an operator's intervention, the system. */
const PASSING = ["08", "25", "40", "53", "55", "57", "58"];
