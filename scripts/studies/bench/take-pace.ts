/** How fast this machine is, against what a plan expects of a current one: for predicting a run before it is begun. */
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { expectedBlockSeconds } from "./make-plan.ts";
import { blockSeconds } from "../../study/blocks.ts";
import { silent } from "../../study/progress.ts";
import { recordsOf } from "../../study/study.ts";
import { benchStudy, type Run, runPlan } from "./bench-study.ts";

const MOST_CELLS = 8;
const MOST_EXPECTED_SECONDS = 5;

/**
 * Runs a few cells of the plan, short and long ones, twice each: the first time fills caches. Their second time as a multiple of
 * what was expected; null when none of them completed. Nothing of it is kept.
 */
export async function takePace({
  plan,
  runtimes,
  workloads,
  signal,
}: Omit<Run, "folder" | "progress">): Promise<number | null> {
  const cells = cellsToTry(plan);
  if (cells.length === 0) return null;
  using folder = new TemporaryFolder();
  const once = { discardedBlocks: 1, timedBlocks: 1, memoryBlocks: 0, lagBlocks: 0, ghostsPerBlock: 0, mostRepeats: 0 };
  const run = { folder: folder.path, plan: { ...plan, ...once, cells }, runtimes, workloads };
  await runPlan({ ...run, progress: silent, signal });
  const counted = recordsOf(benchStudy(run), folder.path).filter(({ discarded }) => !discarded);
  if (counted.every(({ outcome }) => outcome !== "completed")) return null;
  return blockSeconds(counted, plan.timeLimitSeconds) / expectedBlockSeconds({ ...plan, cells });
}

/** Spread evenly over the cells that can be run, from the shortest to the longest, as far as time allows. */
export function cellsToTry({ cells, unavailable }: Plan): PlannedCell[] {
  const here = cells.filter(({ runtime }) => !unavailable.some((one) => one.runtime === runtime));
  const sorted = here.toSorted((a, b) => a.expectedSeconds - b.expectedSeconds);
  const step = Math.max(1, sorted.length / MOST_CELLS);
  const spread = sorted.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  let seconds = 0;
  return spread.filter(({ expectedSeconds }, index) => {
    seconds += expectedSeconds;
    return index === 0 || seconds <= MOST_EXPECTED_SECONDS;
  });
}
