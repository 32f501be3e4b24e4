/**
 * Does jobs in a local pool: takes one for each place that is free in it, says that it has it while it runs, keeps its result, and only
 * then lets the engine forget it. What computes runs in the local pool's workers, so this loop is always awake.
 *
 *      take ─▶ was it tried too often? ──▶ bury
 *        ╰───▶ run in the local pool ─▶ finish                    value or error: the job has a result
 *                 │ every third of its lease: renew       ╰─────▶ note, release      its worker died: the job is tried again
 *
 * A worker that is killed says nothing: its lease runs out, the next one takes the job, finds what was noted of it, and goes on from there.
 */
import * as errors from "../pool/errors.ts";
import { after } from "../pool/tasks.ts";
import { NotCloneable, packing, WorkerDied } from "../pool/worker-errors.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import type { Try } from "./errors.ts";
import type { ProgressListener } from "./job-context.ts"; // with the options that it declares
import { type JobSource, MARGIN, type TakenJob } from "./job-source.ts";
import { type GivenUp, type Job, type Letter, readJob, readTries, type Result } from "./messages.ts";
import { encode } from "./wire.ts";

export interface JobWorkerOptions {
  /** What it calls itself in the evidence of tries, e.g. `host/process id`. Default: a random name. */
  name?: string | undefined;
  /** Milliseconds that running jobs have to end when the worker leaves; then they are given back. Default 30,000. */
  leaveTimeout?: number | undefined;
  /**
   * Told what went wrong between the worker and the engine, and why its local pool's workers cannot start, each once until it is right
   * again; the worker goes on. Default: `console.error`.
   */
  report?: ((error: unknown) => void) | undefined;
}

/** How a try ended: with the job's result, or without one, and then whether it counts. */
type End = { result: Result } | { ended: string; givenBack?: true; delay: number };

/** Milliseconds until the engine is asked again when it could not be. */
const PATIENCE = 250;
/** Milliseconds for the engine to say that it has the last results, when the time to leave is over. */
const LAST_WORD = 1000;

// oxlint-disable-next-line typescript/no-explicit-any -- any tasks: their names come with the jobs
type LocalPool = WorkerPool<any>;

export class JobWorker {
  /** Resolves when it has left: it has no job, and its source is closed. Rejects when the engine has closed the connection for good. */
  readonly left: Promise<void>;

  readonly #source: JobSource;
  readonly #pool: LocalPool;
  readonly #name: string;
  readonly #leaveTimeout: number;
  readonly #report: (error: unknown) => void;
  /** Ends the task of each running job. */
  readonly #running = new Set<AbortController>();
  /** What was reported last, and is not right again. */
  #wrong = "";
  /** Why the local pool's workers cannot start, as it was reported last. */
  #unable = "";
  #leaving = false;
  /** Places that wait for a job, and are to wait no longer when it is told to leave. */
  readonly #waiting = new Set<() => void>();
  /** Running jobs are to be given back. */
  #out = false;

  /**
   * Begins at once.
   *
   * @param source closed with the worker
   * @param pool has so many jobs at once as it can run; stays open
   */
  constructor(source: JobSource, pool: LocalPool, options: JobWorkerOptions = {}) {
    const { name = crypto.randomUUID(), leaveTimeout = 30_000, report = (error) => console.error(error) } = options;
    this.#source = source;
    this.#pool = pool;
    this.#name = name;
    this.#leaveTimeout = leaveTimeout;
    this.#report = report;
    const { workers, tasksPerWorker } = pool.options;
    this.left = Promise.all(Array.from({ length: workers * tasksPerWorker }, () => this.#serve())).then(() =>
      source.close(),
    );
  }

  /** Takes no more jobs, and lets those that run end. @returns {@link left} */
  leave(): Promise<void> {
    if (!this.#leaving) {
      let timeless = after(this.#leaveTimeout, () => {
        this.#out = true;
        for (const running of this.#running) running.abort();
        // An engine that is gone never says that it has a result. Its leases give the jobs to others.
        timeless = after(LAST_WORD, () => void this.#source.close());
      });
      void this.left.finally(() => timeless()).catch(() => {}); // whoever awaits `left` hears it
    }
    this.#leaving = true;
    for (const resolve of this.#waiting) resolve();
    return this.left;
  }

  /** One place in the pool, until the worker leaves. */
  async #serve(): Promise<void> {
    /** The result of the job before, on its way: the place is free meanwhile. */
    let kept: Promise<void> | undefined;
    while (!this.#leaving) {
      try {
        const taken = await this.#take();
        this.#wrong = "";
        if (!taken) continue;
        const before = kept;
        kept = undefined;
        try {
          ({ kept } = await this.#do(taken));
        } finally {
          await before; // no more than one is on its way
        }
      } catch (error) {
        if (this.#source.closed) throw error;
        this.#tell(error);
        await new Promise<void>((resolve) => after(PATIENCE, resolve));
      }
    }
    await kept?.catch((error: unknown) => this.#tell(error));
  }

  /** @returns undefined when none came, or the worker was told to leave */
  #take(): Promise<TakenJob | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<TakenJob | undefined>();
    const stop = (): void => resolve(undefined);
    this.#waiting.add(stop);
    // What comes when nobody waits for it any more is given back; or its lease runs out, if it comes too late for that.
    const heard = (taken: TakenJob | undefined): void =>
      taken && this.#leaving ? void this.#do(taken).catch(() => {}) : resolve(taken);
    void this.#source
      .take()
      .then(heard, reject)
      .finally(() => this.#waiting.delete(stop));
    return promise;
  }

  #tell(error: unknown): void {
    const wrong = errors.describe(error);
    if (wrong !== this.#wrong) this.#report(error);
    this.#wrong = wrong;
  }

  /** Returns when its place is free. @returns `kept` resolves when the engine has its result */
  async #do(taken: TakenJob): Promise<{ kept: Promise<void> | undefined }> {
    const giveBack = (error: unknown): never => {
      taken.release(PATIENCE);
      throw error;
    };
    const result = await this.#heed(taken).catch(giveBack);
    const kept = result && taken.finish(result).catch(giveBack);
    kept?.catch(() => {}); // heard behind the next job
    return { kept };
  }

  /** @returns its result; undefined where it has none yet, or was given up */
  async #heed(taken: TakenJob): Promise<Uint8Array | undefined> {
    let job: Job;
    let tries: Try[];
    try {
      job = readJob(taken.job);
      tries = taken.tries ? worthKnowing(readTries(taken.tries)) : [];
    } catch (error) {
      await this.#bury(taken, { reason: `it cannot be read: ${errors.describe(error)}`, tries: [] });
      return;
    }
    for (const before of tries) before.ended ??= LOST;
    // Nobody has noted the first time: its worker was gone before it had the job for long.
    if (taken.deliveries > 1 && tries.length === 0) tries.push({ worker: "", at: NaN, ended: LOST });
    if (tooOften(job, tries)) {
      await this.#bury(taken, givenUp(tries));
      return;
    }
    const own: Try = { worker: this.#name, at: taken.at };
    tries.push(own);
    const end = await this.#try(taken, job, tries);
    if ("result" in end) return this.#encode(end.result);
    const { delay, ...ended } = end;
    Object.assign(own, ended);
    if (tooOften(job, tries)) {
      await this.#bury(taken, givenUp(tries));
      return;
    }
    await taken.note(encode({ tries }));
    taken.release(delay);
  }

  /** Runs the job, and keeps it meanwhile. */
  async #try(taken: TakenJob, job: Job, tries: Try[]): Promise<End> {
    let noted = false;
    const note = async (): Promise<void> => {
      if (noted) return;
      noted = true;
      await taken.note(encode({ tries }));
    };
    let renewing = (): void => {};
    const renew = (): void => {
      renewing = after(taken.lease / 3, renew);
      taken.renew();
      // One that ends soon costs no note.
      note().catch((error: unknown) => this.#tell(error));
    };
    renewing = after(taken.lease / 3, renew);
    try {
      if (taken.deliveries > 1) await note();
      if (this.#leaving) return { ended: LEAVING, givenBack: true, delay: 0 };
      return await this.#run(taken, job, tries.length);
    } finally {
      renewing();
    }
  }

  async #run(taken: TakenJob, { task, args, timeout = Infinity, runTimeout }: Job, count: number): Promise<End> {
    const running = new AbortController();
    this.#running.add(running);
    if (taken.cancelled.aborted) running.abort();
    taken.cancelled.addEventListener("abort", () => running.abort());
    const onProgress = tellOf(taken, this.#source);
    try {
      const timeLeft = Math.max(0, timeout - taken.age());
      const options = { signal: running.signal, timeout: timeLeft, runTimeout, jobId: taken.id, onProgress };
      const value = await this.#pool.submit(task, args, options);
      this.#unable = "";
      return { result: { kind: "value", value } };
    } catch (error) {
      if (error instanceof errors.TaskError) return { result: { kind: "threw", error: packing.pack(error.cause) } };
      if (error instanceof errors.UnknownTask) return { result: { kind: "unknown task", known: [...error.known] } };
      if (error instanceof NotCloneable) return { result: { kind: "not cloneable", error: packing.pack(error.cause) } };
      if (error instanceof errors.DeadlineExceeded) {
        const wanted = error.timeout === runTimeout ? runTimeout : timeout;
        return { result: { kind: "late", rung: error.rung, timeout: wanted } };
      }
      if (taken.cancelled.aborted) return { result: { kind: "cancelled" } }; // not kept: the job has a result by now
      // What an ability of the pool says of the job, or the check of a call, it would say again.
      if (!NOT_ITS_FAULT.some((kind) => error instanceof kind))
        return { result: { kind: "threw", error: packing.pack(error) } };
      const ended = this.#out ? LEAVING : errors.describe(error).slice(0, 500);
      if (error instanceof WorkerDied && error.task !== null)
        return { ended, delay: Math.min(100 * 2 ** (count - 1), 5000) };
      // The pool was closed or the time to leave is over; or its workers cannot start, which is not the job's fault.
      if (error instanceof WorkerDied && ended !== this.#unable) {
        this.#unable = ended;
        this.#report(error);
      }
      return { ended, givenBack: true, delay: this.#out ? 0 : 1000 };
    } finally {
      this.#running.delete(running);
    }
  }

  #encode(result: Result): Uint8Array {
    const { limit } = this.#source;
    const inLimit = (bytes: Uint8Array): Uint8Array =>
      bytes.byteLength <= limit ? bytes : encode({ kind: "too large", bytes: bytes.byteLength, limit });
    try {
      return inLimit(encode(result));
    } catch (error) {
      // A field of an error may be what crosses between threads, and to no other machine.
      if (result.kind === "threw" && "name" in result.error) {
        const { name, message, stack } = result.error;
        return inLimit(encode({ kind: "threw", error: { name, message, stack, fields: {} } }));
      }
      return encode({ kind: "not cloneable", error: packing.pack(error) } satisfies Result);
    }
  }

  async #bury(taken: TakenJob, givenUp: GivenUp): Promise<void> {
    let letter = encode({ job: taken.job, ...givenUp } satisfies Letter);
    // Whoever has sent it has not asked what it may have.
    if (letter.byteLength > this.#source.limit + MARGIN)
      letter = encode({ ...givenUp, job: new Uint8Array(), reason: `${givenUp.reason}; too large to be kept` });
    await taken.bury(letter, encode({ kind: "dead letter", ...givenUp } satisfies Result));
  }
}

const NOT_ITS_FAULT = [WorkerDied, errors.PoolClosed, errors.QueueFull, errors.TaskCancelled];
const LEAVING = "its worker was leaving";
const LOST = "its worker was gone without a word, and the lease ran out";

const counted = (tries: readonly Try[]): Try[] => tries.filter(({ givenBack }) => !givenBack);

/** Of those that count as none there may be any number: workers that cannot start give a job back every second. */
const worthKnowing = (tries: Try[]): Try[] => {
  const forgotten = new Set(tries.filter(({ givenBack }) => givenBack).slice(0, -MOST_GIVEN_BACK));
  return tries.filter((each) => !forgotten.has(each));
};
const MOST_GIVEN_BACK = 10;

/** A running try, which has not ended, is none yet. */
const tooOften = ({ retries }: Job, tries: readonly Try[]): boolean =>
  counted(tries).filter(({ ended }) => ended !== undefined).length > retries;

const givenUp = (tries: Try[]): GivenUp => {
  const all = counted(tries);
  return { reason: `it was tried ${all.length} times, the last time: ${all.at(-1)?.ended ?? "nobody knows"}`, tries };
};

/** What cannot be sent, or is too large, is not told. */
const tellOf =
  (taken: TakenJob, { limit }: JobSource): ProgressListener =>
  (value) => {
    try {
      const bytes = encode(value);
      if (bytes.byteLength <= limit) taken.progress(bytes);
    } catch {
      // Progress may be lost.
    }
  };
