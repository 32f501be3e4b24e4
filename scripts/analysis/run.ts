/** A run as its folder holds it, and as the analysis takes it. */
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { type Execution, executionOf } from "./execution.ts";

export interface RecordedRun {
  plan: Plan;
  environment: Environment;
  /** In the order of the journal. */
  records: Iterable<ExecutionRecord>;
}

/** Everything a report is computed from. */
export interface Run extends Omit<RecordedRun, "records"> {
  /** In the order of the journal. */
  executions: readonly Execution[];
}

/** Takes the records one by one, and holds none of them. */
export function runOf({ records, ...about }: RecordedRun): Run {
  return { ...about, executions: Array.from(records, executionOf) };
}
