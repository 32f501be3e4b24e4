/** What is compared: a pool, ours or somebody else's, behind the few words that every case speaks. */
import type { TaskName } from "./tasks.ts";

/** A pool that was started. */
export interface StartedPool {
  /** Calls one task. `transfer` is moved where the pool and the model can; else it is copied. */
  run(task: TaskName, input: unknown, transfer?: ArrayBuffer[]): PromiseLike<unknown>;
  /** The pool's own way to run a task over many inputs; results in their order. Default: everything is submitted at once. */
  map?(task: TaskName, inputs: readonly number[]): PromiseLike<unknown[]>;
  /** The pool's own way to wait until every worker is ready. Default: tasks are run until each worker has had one. */
  ready?(): PromiseLike<unknown>;
  close(): PromiseLike<unknown>;
}

/** Options of the pool's own, from `contenders.json`. */
export type AdapterOptions = Readonly<Record<string, unknown>>;

/** Constructs a pool of so many workers. What an adapter module exports as `start`. */
export type StartPool = (workers: number, options: AdapterOptions) => StartedPool | Promise<StartedPool>;
