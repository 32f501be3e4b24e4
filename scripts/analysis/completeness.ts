/** What of the plan is missing from the journal, and what could not be measured. */
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { totalExecutions } from "../plan/executions.ts";
import type { Failure, NotMeasured, Report } from "./report.ts";
import { whyNothing } from "./rows.ts";
import { lastAttempts, type Samples, steadySeconds } from "./samples.ts";

/** Everything a report is computed from. */
export interface Run {
  plan: Plan;
  environment: Environment;
  /** In the order of the journal. */
  records: readonly ExecutionRecord[];
}

/** Counts the planned executions and those in the journal; `partial` where one that was planned has no record. */
export function completeness({ plan, records }: Run): Pick<Report, "executions" | "partial"> {
  const planned = totalExecutions(plan);
  const last = lastAttempts(records);
  const recorded = last.length;
  const count = (outcome: ExecutionRecord["outcome"]) => last.filter((record) => record.outcome === outcome).length;
  return {
    partial: planned === null || recorded < planned,
    executions: {
      planned,
      recorded,
      completed: count("completed"),
      failed: count("failed"),
      skipped: count("skipped"),
    },
  };
}

/** Runtimes that are not there, then cells without a single time. */
export function notMeasuredOf({ plan }: Run, samples: Samples): NotMeasured[] {
  const cells = plan.cells
    .filter(({ runtime }) => !plan.unavailable.some((one) => one.runtime === runtime))
    .filter((cell) => samples.of(cell).byBlock(steadySeconds).size === 0)
    .map(({ runtime, model, workers, concurrency, workload, size, ...rest }) => ({
      runtime,
      model,
      workers,
      concurrency,
      workload,
      size,
      reason: whyNothing(samples.of({ runtime, model, workers, concurrency, workload, size, ...rest })),
    }));
  return [...plan.unavailable.map(({ runtime, reason }) => ({ runtime, reason })), ...cells];
}

/** Every failed execution, the discarded block's too. */
export function failuresOf({ records }: Run): Failure[] {
  return records
    .filter(({ outcome }) => outcome === "failed")
    .map((record) => ({
      runtime: record.runtime,
      model: record.model,
      workload: record.workload,
      size: record.size,
      workers: record.workers,
      concurrency: record.concurrency,
      block: record.block,
      pass: record.pass,
      discarded: record.discarded,
      reason: record.reason,
      exitCode: record.exitCode,
      signal: record.signal,
      stderrTail: record.stderrTail,
    }));
}
