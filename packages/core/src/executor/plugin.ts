/**
 * What an ability beyond the plain pool may know and do. Each is a file of its own and plugs in where it is used:
 *
 *     const statistics = new Statistics();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { plugins: [statistics] });
 *
 * Hooks are called in the order of `plugins`, in the pool's own isolate, and must not throw.
 */
import type { Call } from "./call.ts";
import type { Death } from "./errors.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** What a plug-in may ask of its pool. */
export interface PluggedPool {
  /** The workers there are, whatever they are doing. */
  readonly workers: Iterable<WorkerHandle>;
  /** Tasks that each of them may run at once. */
  readonly tasksPerWorker: number;
  /** Starts workers until there are so many, and no more than the pool may have. */
  startWorkers(count: number): void;
  /** Gives waiting calls to workers that have room: to be called when a plug-in has made some. */
  fill(): void;
}

export interface Plugin {
  /** Called once, when the pool is made. */
  attach?(pool: PluggedPool): void;
  /** A call has come, and is not yet in the queue; `call.reject` refuses it. */
  submitted?(call: Call): void;
  /** The call is given to this worker; to none, where the task runs in the pool's own isolate. */
  started?(call: Call, worker: WorkerHandle | undefined): void;
  /** The call was put back into the queue: the worker never started it. */
  returned?(call: Call, worker: WorkerHandle): void;
  /**
   * The task has run, by its worker's word: `began` in milliseconds since the epoch, `took` in milliseconds. Told before the call
   * settles; after it, where the task had been abandoned.
   */
  ran?(call: Call, worker: WorkerHandle | undefined, began: number, took: number): void;
  /** The promise has settled; without an error, it was resolved. */
  settled?(call: Call, error: Error | undefined): void;
  /** The worker begins to start; it has no name yet. */
  workerStarted?(worker: WorkerHandle): void;
  workerReady?(worker: WorkerHandle): void;
  /** The worker has no calls. */
  workerIdle?(worker: WorkerHandle): void;
  /** The worker is no more; its calls have not yet been settled. */
  workerGone?(worker: WorkerHandle, death: Death): void;
  /** The pool is closing: what would keep the program alive must go. */
  closing?(): void;
}
