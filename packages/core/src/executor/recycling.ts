/**
 * Workers that are replaced before they grow too old: for tasks, or native modules, that leak.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, {
 *       plugins: [new Recycling({ afterTasks: 10_000, aboveBytes: 500e6 })],
 *     });
 *
 * A worker that is due gets no more calls, finishes what it has, and leaves; the pool starts another one when calls need it. No
 * call fails or is run twice.
 *
 * Only a worker itself knows its memory: a thread's cannot be told from its process's from outside. So for `aboveBytes` the
 * worker serves one task more, which says at once how many bytes it uses. It is asked now and then, after other tasks:
 *
 *     serve({ ...tasks, usedBytes: () => process.memoryUsage().heapUsed }); // a thread: its own heap
 *     serve({ ...tasks, usedBytes: () => process.memoryUsage().rss });      // a process: all of it
 *
 * A thread's heap has no part of its buffers and of what native modules hold. Some runtimes tell the heap of their latest collection.
 *
 * For pools of workers; one for each.
 */
import { Call } from "./call.ts";
import { PoolClosed, WorkerDied } from "./errors.ts";
import type { Plugin } from "./plugin.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export interface RecyclingOptions {
  /** Calls that a worker is given at most. Minimum 1, default: no limit. */
  afterTasks?: number | undefined;
  /** A worker leaves that says it uses more bytes than this. Minimum 0, default: no limit, and no worker is asked. */
  aboveBytes?: number | undefined;
  /** The task that says how many bytes its worker uses. Default `usedBytes`. */
  memoryTask?: string | undefined;
  /** Milliseconds from one question to the next at the same worker, at least. Minimum 0, default 1,000. */
  askEvery?: number | undefined;
  /**
   * Called when a worker cannot say it: its task threw, is not there, or gave no number. Default: the error is thrown where
   * nobody catches it, because a bound that is never looked at is a mistake in the program.
   */
  onError?: ((error: Error) => void) | undefined;
}

export class Recycling implements Plugin {
  readonly #afterTasks: number;
  readonly #aboveBytes: number;
  readonly #memoryTask: string;
  readonly #askEvery: number;
  readonly #onError: (error: Error) => void;
  readonly #given = new WeakMap<WorkerHandle, number>();
  /** When each may be asked again, on the clock of `performance.now()`. */
  readonly #askAt = new WeakMap<WorkerHandle, number>();

  /** @throws {RangeError} when an option is out of its range */
  constructor(options: RecyclingOptions) {
    const { afterTasks = Infinity, aboveBytes = Infinity, askEvery = 1000 } = options;
    const least = { afterTasks: 1, aboveBytes: 0, askEvery: 0 };
    for (const [name, value] of Object.entries({ afterTasks, aboveBytes, askEvery })) {
      const minimum = least[name as keyof typeof least];
      if (value >= minimum) continue;
      throw new RangeError(`Cannot recycle workers: ${name} must be ${minimum} or more: found ${value}`);
    }
    this.#afterTasks = afterTasks;
    this.#aboveBytes = aboveBytes;
    this.#memoryTask = options.memoryTask ?? "usedBytes";
    this.#askEvery = askEvery;
    this.#onError = options.onError ?? throwUnheard;
  }

  /** The first answer is not heeded: a worker that is above the bound from its start would only be followed by such others. */
  workerReady(worker: WorkerHandle): void {
    if (this.#aboveBytes < Infinity) this.#ask(worker, () => {});
  }

  started(_call: Call, worker: WorkerHandle | undefined): void {
    if (!worker) return;
    const given = (this.#given.get(worker) ?? 0) + 1;
    this.#given.set(worker, given);
    if (given >= this.#afterTasks) void worker.end();
  }

  returned(_call: Call, worker: WorkerHandle): void {
    this.#given.set(worker, (this.#given.get(worker) ?? 1) - 1);
  }

  ran(call: Call, worker: WorkerHandle | undefined): void {
    if (!worker || call instanceof Question) return;
    if (performance.now() < (this.#askAt.get(worker) ?? Infinity)) return;
    this.#ask(worker, (bytes) => {
      // Not at once: the pool is in the middle of this worker's replies.
      if (bytes > this.#aboveBytes) queueMicrotask(() => void worker.end());
    });
  }

  /** Where the worker has no room for a question, it is asked after the next task. */
  #ask(worker: WorkerHandle, answered: (bytes: number) => void): void {
    const question = new Question(this.#memoryTask, answered, this.#onError);
    if (!worker.takesCalls || !worker.inFlight.mayTake(question)) return;
    this.#askAt.set(worker, performance.now() + this.#askEvery);
    worker.inFlight.take(question);
    worker.send();
  }
}

/**
 * A call that goes to one worker, past the pool's queue, and that nobody awaits. It counts as settled from the beginning: a worker
 * that gives it back, unanswered, has only dropped it.
 */
class Question extends Call {
  override settled = true;
  readonly #answered: (bytes: number) => void;
  readonly #failed: (error: Error) => void;

  constructor(task: string, answered: (bytes: number) => void, failed: (error: Error) => void) {
    super(task, [], {}, { interrupted: () => {}, settled: () => {} });
    this.#answered = answered;
    this.#failed = failed;
  }

  override resolve(value: unknown): void {
    if (typeof value === "number") return this.#answered(value);
    const wanted = `wanted task "${this.task}" to return a number of bytes`;
    this.#failed(new TypeError(`Cannot recycle workers by their memory: ${wanted}, found ${String(value)}`));
  }

  override reject(error: Error): void {
    if (!(error instanceof WorkerDied || error instanceof PoolClosed)) this.#failed(error);
  }
}

function throwUnheard(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}
