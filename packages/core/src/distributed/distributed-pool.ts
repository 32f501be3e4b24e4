/**
 * Runs tasks on other machines: the same executor, with its jobs kept by an engine until a worker somewhere has done them.
 *
 *     await using pool = new DistributedPool<typeof import("./tasks.ts")>(await natsJobs({ servers }));
 *     const found = await pool.submit("countPrimes", [{ from: 0, to: 50_000_000 }]);
 *
 *      ┌───────── this isolate ─────────┐        ┌─ engine ─┐        ┌──── workers, anywhere ────┐
 *      │ submit ─▶ encode ──────────────┼─ job ─▶│   jobs   ├─ take ▶│ job-worker ─▶ local pool ─▶ your task
 *      │ promise ◀─ settle ◀─ decode ◀──┼─result─│ results  │◀─finish┤ ◀───────── value or error │
 *      └────────────────────────────────┘        └──────────┘        └───────────────────────────┘
 *
 * A job that was accepted has exactly one result, whichever process dies; its task may run more than once. `this.jobId` is the same
 * each time: the key under which an effect is done once.
 */
import * as errors from "../pool/errors.ts";
import { mapped } from "../pool/map.ts";
import * as calls from "../pool/tasks.ts";
import { NotCloneable, packing } from "../pool/worker-errors.ts";
import { DeadLetter, NotAccepted, PayloadTooLarge } from "./errors.ts";
import type { ProgressListener } from "./job-context.ts"; // with the options that it declares
import type { JobSource } from "./job-source.ts";
import { type GivenUp, type Job, readJob, readLetter, readResult, type Result } from "./messages.ts";
import { decode, encode } from "./wire.ts";

export interface DistributedPoolOptions {
  /** Whose jobs these are: a program that comes back under the same name can ask for its results. Letters, digits, `_`, `-`; default: random. */
  caller?: string | undefined;
  /** How often a job is tried again whose worker died. Minimum 0; default 2. */
  retries?: number | undefined;
  /** Calls that may be open: one more is rejected with QueueFull, or waits for `room()`. Minimum 1; default: no limit. */
  maxOpen?: number | undefined;
  /** Milliseconds within which a cancelled call is settled, whether the engine answers or not. Default 1,000. */
  grace?: number | undefined;
}

export interface JobOptions extends calls.SubmitOptions {
  /**
   * Names the job for its caller: submitted again, it is the same job, and its result is the one that there is. Letters, digits, `_`,
   * `-`; default: one that no other job has.
   */
  key?: string | undefined;
  /** How often it is tried again when its worker died. Minimum 0; default: the pool's. */
  retries?: number | undefined;
}

/** A job that was given up, and what was to be done; absent where that cannot be read. */
export interface DeadJob extends GivenUp {
  id: string;
  job: Job | undefined;
}

/** One call, until it has settled. */
interface Call {
  readonly id: string;
  readonly task: string;
  readonly options: JobOptions;
  readonly settle: (end: End) => void;
  settled?: true;
  /** Absent until the job is on its way. */
  accepted?: Promise<void>;
  /** It will be settled by its own signal or deadline, and needs not hear that it was cancelled. */
  interrupted?: true;
  /** What its caller is told if it was cancelled and has not begun. */
  refusal?: string;
}

type End = { value: unknown } | { error: Error };

/** So many calls are taken to run at once, whatever workers there are: `map` looks twice as far ahead. */
const CAPACITY = 64;

export class DistributedPool<T> implements calls.Executor<T> {
  /** What was chosen, or is the default. */
  readonly options: { readonly [N in keyof DistributedPoolOptions]-?: NonNullable<DistributedPoolOptions[N]> };

  readonly #source: JobSource;
  readonly #open = new Map<string, Call>();
  readonly #gate = new calls.Gate();
  /** What closing still waits for, beside calls. */
  readonly #asked = new Set<Promise<unknown>>();
  #listening: Promise<() => Promise<void>> | undefined;
  /** The keys that it gives begin with it: so none is one that a caller gave, or that a program of the same name gave before. */
  readonly #own = crypto.randomUUID();
  #lastKey = 0;
  #closing: PromiseWithResolvers<void> | undefined;
  #left = false;

  /**
   * @param source closed with the pool
   * @throws {RangeError} an option is out of its range
   * @throws {TypeError} the caller's name has other characters
   */
  constructor(source: JobSource, options: DistributedPoolOptions = {}) {
    const { caller = crypto.randomUUID(), retries = 2, maxOpen = Infinity, grace = 1000 } = options;
    checkName("make a pool", "caller", caller);
    calls.checkNumber("Cannot make a pool: retries", retries, 0, true);
    calls.checkNumber("Cannot make a pool: maxOpen", maxOpen, 1, maxOpen !== Infinity);
    calls.checkNumber("Cannot make a pool: grace", grace, 0);
    this.#source = source;
    this.options = { caller, retries, maxOpen, grace };
  }

  /**
   * As every executor's, and
   *
   * @throws {NotAccepted} the engine has not said that it keeps the job
   * @throws {DeadLetter} the job was given up: its worker died each time
   * @throws {PayloadTooLarge} the arguments or the result are more than the engine takes
   * @throws {TypeError} buffers are to be moved: to another machine they cannot be
   */
  submit<N extends calls.TaskName<T>>(task: N, args: calls.TaskArguments<T, N>, options?: JobOptions) {
    return this.#submit(task, args, options, this.options.maxOpen) as Promise<calls.TaskValue<T, N>>;
  }

  readonly map: calls.Executor<T>["map"] = (...call) => this.#mapped("input", ...call);

  readonly asCompleted: calls.Executor<T>["asCompleted"] = (...call) => this.#mapped("finishing", ...call);

  room(): Promise<void> {
    return this.#gate.pass(() => !!this.#closing || this.#open.size < this.options.maxOpen);
  }

  /** The jobs that were given up, everybody's, the oldest first. */
  async *deadLetters(): AsyncGenerator<DeadJob, void, undefined> {
    for await (const { id, letter } of this.#source.letters()) {
      try {
        const { job, reason, tries } = readLetter(letter);
        yield { id, reason, tries, job: attempt(() => readJob(job)) };
      } catch (error) {
        yield { id, reason: `its letter cannot be read: ${errors.describe(error)}`, tries: [], job: undefined };
      }
    }
  }

  /**
   * Queues a job again that was given up, as if it had never been tried. Whoever submits it again under its key has its result.
   *
   * @throws {Error} there is no dead letter of this id, or it cannot be read
   */
  async retry(id: string): Promise<void> {
    await this.#source.unbury(id, readLetter(await this.#letter("retry", id)).job);
  }

  /**
   * Forgets a job that was given up.
   *
   * @throws {Error} there is no dead letter of this id
   */
  async discard(id: string): Promise<void> {
    await this.#letter("discard", id);
    await this.#source.unbury(id);
  }

  close({ waiting = "finish" }: { waiting?: "finish" | "reject" } = {}): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    if (waiting === "reject") for (const call of this.#open.values()) void this.#dropIfWaiting(call);
    this.#gate.open();
    this.#leaveWhenDone();
    return this.#closing.promise;
  }

  terminate(): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    for (const call of this.#open.values()) {
      void this.#cancel(call);
      refuse(call, "the pool was terminated");
    }
    return this.close();
  }

  readonly [Symbol.asyncDispose] = (): Promise<void> => this.close();

  #submit(task: string, args: readonly unknown[], options: JobOptions = {}, limit = Infinity): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      calls.checkCall(task, args, options);
      const { key = `${this.#own}-${++this.#lastKey}`, retries = this.options.retries } = options;
      const { timeout, runTimeout, transfer, onProgress } = options;
      const id = `${this.options.caller}.${key}`;
      const doing = `submit ${errors.describe(task)}`;
      checkName(doing, "key", key);
      calls.checkNumber(`Cannot ${doing}: retries`, retries, 0, true);
      if (transfer?.length)
        throw new TypeError(`Cannot ${doing}: wanted no transfer, for nothing is moved to another machine, found one`);
      if (onProgress !== undefined && typeof onProgress !== "function")
        throw new TypeError(`Cannot ${doing}: wanted a function as onProgress, found ${errors.describe(onProgress)}`);
      if (this.#closing) throw new errors.PoolClosed(`run task "${task}"`, "the pool is closed");
      if (this.#open.has(id)) throw new TypeError(`Cannot ${doing}: wanted a key of its own, found "${key}" in use`);
      if (this.#open.size >= limit) throw new errors.QueueFull(task, limit);
      const job = this.#encode({ task, args: [...args], retries, timeout, runTimeout });
      let heedless: (() => void) | undefined;
      const settle = (end: End): void => {
        if (call.settled) return;
        call.settled = true;
        heedless?.();
        this.#open.delete(id);
        if ("error" in end) reject(end.error);
        else resolve(end.value);
        this.#gate.open();
        this.#leaveWhenDone();
      };
      const call: Call = { id, task, options: { ...options }, settle };
      heedless = calls.heed(options, (why) => void this.#interrupt(call, why));
      if (call.settled) return heedless();
      this.#open.set(id, call);
      call.accepted = this.#accept(call, job);
    });
  }

  #encode(job: Job): Uint8Array {
    const { limit } = this.#source;
    let bytes: Uint8Array;
    try {
      bytes = encode(job);
    } catch (error) {
      throw new NotCloneable(job.task, "argument", error);
    }
    if (bytes.byteLength > limit) throw new PayloadTooLarge(job.task, "argument", bytes.byteLength, limit);
    return bytes;
  }

  #mapped(order: "input" | "finishing", task: string, inputs: unknown, options: object | undefined) {
    const submit = async (input: unknown, each: JobOptions): Promise<unknown> => {
      if (each.key === undefined) return this.#submit(task, [input], each);
      throw new TypeError(`Cannot map: wanted no key, which names one job, found ${errors.describe(each.key)}`);
    };
    return mapped(order, submit, CAPACITY, inputs as Iterable<unknown>, options) as never;
  }

  async #accept(call: Call, job: Uint8Array): Promise<void> {
    const { id, task, options, settle } = call;
    try {
      this.#listening ??= this.#listen();
      await this.#listening;
      // Under a name that was used before, the result may be there already, and there before the job, which would outlive it: so it is
      // looked for before and after.
      if (options.key !== undefined && (await this.#isDone(call))) return;
      await this.#source.accept(id, job);
      if (options.key !== undefined) await this.#isDone(call);
    } catch (error) {
      settle({ error: new NotAccepted(task, id, error) });
    }
  }

  async #isDone(call: Call): Promise<boolean> {
    const result = await this.#source.result(call.id);
    if (result) this.#settle(call, result);
    return result !== undefined;
  }

  #listen(): Promise<() => Promise<void>> {
    const listening = this.#source.listen(this.options.caller, {
      result: (id, result) => {
        const call = this.#open.get(id);
        if (call) this.#settle(call, result);
      },
      progress: (id, bytes) => {
        const onProgress: ProgressListener | undefined = this.#open.get(id)?.options.onProgress;
        const heard = onProgress && attempt(() => ({ value: decode(bytes) }));
        if (heard) queueMicrotask(() => onProgress(heard.value)); // what it throws is its own
      },
      closed: (error) => {
        this.#listening = undefined; // the next call tries again
        for (const call of this.#open.values())
          refuse(call, `the connection to the engine is closed: ${errors.describe(error)}`);
      },
    });
    listening.catch(() => {
      this.#listening = undefined; // the next call tries again
    });
    return listening;
  }

  #settle(call: Call, bytes: Uint8Array): void {
    try {
      const result = readResult(bytes);
      if (result.kind !== "cancelled" || !call.interrupted) call.settle(endOf(call, result));
    } catch (cause) {
      call.settle({ error: new Error(`Cannot read the result of task "${call.task}" (job ${call.id})`, { cause }) });
    }
  }

  async #interrupt(call: Call, why: calls.Interruption): Promise<void> {
    const { task, options, settle } = call;
    const { timeout = 0 } = options;
    call.interrupted = true;
    const rung = call.accepted ? await this.#cancel(call) : "queued";
    if (why === "AbortError") settle({ error: new errors.TaskCancelled(task, rung, options.signal?.reason) });
    else settle({ error: new errors.DeadlineExceeded(task, rung, timeout) });
  }

  /** Settles `queued` where that is sure: the job will never begin. Where it runs, or nobody has answered in time, `signalled`. */
  #cancel(call: Call): Promise<errors.Rung> {
    const cancelled: Result = { kind: "cancelled" };
    return this.#ask(
      (async () => {
        await call.accepted;
        const found = await this.#source.cancel(call.id, encode(cancelled));
        return found === "queued" ? "queued" : "signalled";
      })(),
      "signalled",
    );
  }

  /** It is refused when its result says that it was cancelled, and goes on if a worker has it. */
  async #dropIfWaiting(call: Call): Promise<void> {
    const cancelled: Result = { kind: "cancelled" };
    call.refusal = "the pool was closed";
    await call.accepted;
    if (call.settled) return;
    await this.#ask(this.#source.cancel(call.id, encode(cancelled), { waiting: true }), "running");
  }

  /** Closing waits for the answer, and nobody longer than the grace. */
  #ask<Answer>(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> {
    const asked = new Promise<Answer>((resolve) => {
      const timeless = calls.after(this.options.grace, () => resolve(otherwise));
      void answer.then(resolve, () => resolve(otherwise)).finally(timeless);
    });
    this.#asked.add(asked);
    void asked.then(() => this.#answered(asked));
    return asked;
  }

  #answered(asked: Promise<unknown>): void {
    this.#asked.delete(asked);
    this.#leaveWhenDone();
  }

  #leaveWhenDone(): void {
    if (!this.#closing || this.#left || this.#open.size > 0 || this.#asked.size > 0) return;
    this.#left = true;
    // Later, so that whoever awaits a call hears of it before whoever awaits close().
    calls.after(0, () => void this.#leave().then(this.#closing?.resolve, this.#closing?.reject));
  }

  async #leave(): Promise<void> {
    const listening = await this.#listening?.catch(() => undefined);
    await listening?.();
    await this.#source.close();
  }

  async #letter(what: string, id: string): Promise<Uint8Array> {
    // To an engine it may be a pattern, of many jobs.
    const letter = /^[^\s.*>]+\.[^\s.*>]+$/.test(id) ? await this.#source.letter(id) : undefined;
    if (letter) return letter;
    throw new Error(`Cannot ${what} job ${errors.describe(id)}: wanted a dead letter, found none: see deadLetters()`);
  }
}

/** @throws {Error} it is no result */
function endOf({ id, task, options, refusal }: Call, result: Result): End {
  if (result.kind === "value") return { value: result.value };
  if (result.kind === "threw") return { error: new errors.TaskError(task, packing.unpack(result.error)) };
  if (result.kind === "not cloneable") return { error: new NotCloneable(task, "result", packing.unpack(result.error)) };
  if (result.kind === "unknown task") return { error: new errors.UnknownTask(task, result.known.map(String)) };
  if (result.kind === "too large") return { error: new PayloadTooLarge(task, "result", result.bytes, result.limit) };
  if (result.kind === "late") return { error: new errors.DeadlineExceeded(task, result.rung, result.timeout) };
  if (result.kind === "dead letter") return { error: new DeadLetter(task, id, result) };
  if (result.kind === "cancelled" && refusal) return { error: new errors.PoolClosed(`run task "${task}"`, refusal) };
  // By whoever else has this caller's name, or by this one, which had asked for it before it came back.
  if (result.kind === "cancelled")
    return { error: new errors.TaskCancelled(task, "signalled", options.signal?.reason ?? "it was cancelled before") };
  throw new TypeError(`wanted the kind of a result, found ${errors.describe((result as { kind: unknown }).kind)}`);
}

function checkName(doing: string, what: string, name: unknown): void {
  if (typeof name === "string" && /^[\w-]{1,200}$/.test(name)) return;
  throw new TypeError(
    `Cannot ${doing}: wanted a ${what} of at most 200 letters, digits, "_" and "-", found ${errors.describe(name)}`,
  );
}

const refuse = ({ task, settle }: Call, why: string): void =>
  settle({ error: new errors.PoolClosed(`run task "${task}"`, why) });

function attempt<Value>(get: () => Value): Value | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
