/** What of the plan is missing from the journal, and what could not be measured. */
import { totalExecutions } from "@triathlon/core/results/plan";
import type { Outcome } from "@triathlon/core/results/record";
import { type Failure, failure, type NotMeasured, notMeasured, type Report } from "./report.ts";
import { whyNothing } from "./rows.ts";
import type { Run } from "./run.ts";
import { lastAttempts, type Samples, steadySeconds } from "./samples.ts";

/** Counts the planned executions and those in the journal; `partial` where one that was planned has no record. */
export function completeness({ plan, executions }: Run): Pick<Report, "executions" | "partial"> {
  const planned = totalExecutions(plan);
  const last = lastAttempts(executions);
  const recorded = last.length;
  const count = (outcome: Outcome) => last.filter((execution) => execution.outcome === outcome).length;
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
    .map((cell) => notMeasured.parse({ ...cell, reason: whyNothing(samples.of(cell)) }));
  return [...plan.unavailable.map(({ runtime, reason }) => ({ runtime, reason })), ...cells];
}

/** Every failed execution, the discarded block's too. */
export function failuresOf({ executions }: Run): Failure[] {
  return executions.filter(({ outcome }) => outcome === "failed").map((execution) => failure.parse(execution));
}
