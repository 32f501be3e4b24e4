/** What a scenario is: a function that drives one cell's executor and says what it saw, check by check. */
import type { AsyncPoolOptions } from "../executor/async-pool.ts";
import type { Executor } from "../executor/executor.ts";
import type { WorkerPoolOptions } from "../executor/worker-pool.ts";
import type { ExecutionModel } from "../workloads/workload.ts";
import type { Capabilities } from "./capabilities.ts";

export type Tasks = typeof import("./all-tasks.ts");
export type Options = WorkerPoolOptions & Omit<AsyncPoolOptions, "concurrency">;

/** An executor with what only pools have. */
export type ConformingExecutor = Executor<Tasks> & { readonly abandoned: number; prewarm?(): Promise<void> };

export interface Cell {
  runtime: string;
  model: ExecutionModel;
  capabilities: Capabilities;
  /** Whether tasks run in workers: threading and multiprocessing. */
  hasWorkers: boolean;
  /** An executor of this cell. `workers` is also the concurrency of async; sequential has one. */
  create(options?: Options): ConformingExecutor;
  /** A pool whose workers' `init` fails. Only where there are workers. */
  createFailing(options?: Options): ConformingExecutor;
  /** A pool whose workers are the given module of `workers/` instead. Only where there are workers. */
  createOf(module: "broken.ts" | "never-ready.ts", options?: Options): ConformingExecutor;
}

export interface Check {
  /** Both as JSON. */
  equal(name: string, found: unknown, wanted: unknown): void;
  ok(name: string, condition: boolean, found?: unknown): void;
  /** Resolves to what the promise was rejected with; fails the check unless that is of this class (by name). */
  rejects(name: string, promise: Promise<unknown>, errorName: string): Promise<Thrown>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a check looks at any field of what was thrown
export type Thrown = any;

export interface Scenario {
  /** The models it is about. Default: all four. */
  models?: readonly ExecutionModel[];
  run(cell: Cell, check: Check): Promise<void>;
}
