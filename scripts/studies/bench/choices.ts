/** What the user asks of a run, as the command line gives it. */
import type { Mode } from "@triathlon/core/results/plan";
import type { Profile } from "@triathlon/core/results/record";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";

/** `undefined` everywhere means: as the mode has it. */
export interface Choices {
  mode: Mode;
  /** Default: `source`. */
  profile?: Profile | undefined;
  runtimes?: readonly string[] | undefined;
  models?: readonly string[] | undefined;
  /** Names, and paths of files from outside. */
  workloads?: readonly string[] | undefined;
  sizes?: readonly string[] | undefined;
  /** Of threading and multiprocessing. */
  workers?: number | undefined;
  /** Of the order within blocks. Default: random, and recorded. */
  seed?: number | undefined;
  /** Fixes the number of blocks that count. */
  blocks?: number | undefined;
  budgetSeconds?: number | undefined;
  /** Of one execution. Default 30. */
  timeLimitSeconds?: number | undefined;
  /** A folder of the user's own, for the workloads that take one. */
  files?: string | undefined;
}

export const MODELS: readonly ExecutionModel[] = ["sequential", "async", "threading", "multiprocessing"];
