/** What a scenario is: a function that drives one cell's executor and says what it saw, check by check. */
import type { AsyncPoolOptions } from "../pool/async-pool.ts";
import type { Executor } from "../pool/tasks.ts";
import type { WorkerPoolOptions } from "../pool/worker-pool.ts";
import type { ExecutionModel } from "../workloads/workload.ts";
import type { BrokenChannel } from "./broken-channel.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Inputs } from "./inputs.ts";
import type { Sacrifice } from "./sacrifice.ts";

/** What the workers of every cell can do; to print and to break their channel, only where there is one. */
export type Tasks = typeof import("./tasks.ts") & typeof import("./tasks/prints.ts") & BrokenChannel;
/** Of `abilities`, only the pool's half has to be given: the workers have all of them. Only where there are workers. */
export type Options = WorkerPoolOptions & Omit<AsyncPoolOptions, "concurrency">;

/** An executor with what only pools have. */
export type ConformingExecutor = Executor<Tasks> & { readonly abandoned: number; prewarm?(): Promise<void> };

/**
 * The modules of `workers/`, workers that go wrong; the one that serves the conformance tasks; one whose `init` fails; and one that
 * throws after it has called `serve`.
 */
export type WorkerModule = `${string}.ts` | "conforming" | "failing-init" | "throws-late";

export interface Cell {
  runtime: string;
  model: ExecutionModel;
  capabilities: Capabilities;
  /** Whether tasks run in workers: in threading, multiprocessing and distributed, whose worker has threads. */
  hasWorkers: boolean;
  /** The abilities that every pool of workers has, by their names, beside those a scenario gives it. */
  abilities: readonly string[];
  /** An executor of this cell. `workers` is also the concurrency of async; sequential has one. */
  create(options?: Options): ConformingExecutor;
  /** A pool whose workers are these modules instead, one after the other, the last for all that follow. Only where there are workers. */
  createOf(modules: readonly WorkerModule[], options?: Options): ConformingExecutor;
  /** What this program holds, as the driver sees it from outside; undefined where nobody looks. */
  look(): Holdings | undefined;
}

/** What a program holds. */
export interface Holdings {
  threads: number;
  descriptors: number;
  children: number;
}

export interface Check {
  /** Both as JSON. */
  equal(name: string, found: unknown, wanted: unknown): void;
  ok(name: string, condition: boolean, found?: unknown): void;
  /** Passes when what was found is what the table says of this cell. `name` says what has it, in the positive. */
  capability(key: keyof Capabilities, name: string, found: boolean, detail?: unknown): void;
  /** Resolves to what the promise was rejected with; fails the check unless that is of this class (by name). */
  rejects(name: string, promise: Promise<unknown>, errorName: string): Promise<Thrown>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a check looks at any field of what was thrown
export type Thrown = any;

/** How a program and each of its children is started. */
export interface Conditions {
  /** Bytes of private writable memory. Default: whatever there is. */
  dataBytes?: number;
  /** Variables, by which a runtime can be told what it may have. Default: none. */
  environment?: Record<string, string>;
}

export interface Scenario {
  /** The models it is about; beside them distributed, unless `not-promised.ts` says why not. Default: all. */
  models?: readonly ExecutionModel[];
  /** Those it tries, of {@link Inputs}. Default: none. */
  inputs?: Inputs;
  /** Whether it ends without having closed its pools: then nobody looks for what is left. Default false. */
  unclosed?: boolean;
  /** How its program is to be started. Default: in no special way. */
  conditions?(runtime: string): Conditions | undefined;
  /** In which cells its program is expected to die, and how. Default: in none. */
  sacrifice?(runtime: string, model: ExecutionModel): Sacrifice | undefined;
  run(cell: Cell, check: Check): Promise<void>;
}
