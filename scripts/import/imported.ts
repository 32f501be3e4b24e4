/** What tells a run that was imported from one that was made here. */
import type { Plan } from "@triathlon/core/results/plan";

/** The kind of a workload that is a command line somebody else timed. */
export const COMMAND = "command";

export const isImported = ({ workloads }: Pick<Plan, "workloads">): boolean =>
  Object.values(workloads).some(({ kind }) => kind === COMMAND);
