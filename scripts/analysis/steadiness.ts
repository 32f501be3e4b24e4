/**
 * Whether a cell's passes have settled, from the whole series of each process: warm does not mean fast, and a program may
 * even slow down while it runs.
 *
 * A process is warm when its passes have a flat end (`core/measure/flat-end.ts`); a cell when nearly all of its processes are, and their
 * flat ends together show no further change (E. Barrett and others, *Virtual Machine Warmup Blows Hot and Cold*, OOPSLA 2017).
 */
import { z } from "zod";
import { type Estimate, estimate, ratioEstimate } from "./estimate.ts";
import { median } from "@triathlon/core/statistics/median";

export const steadiness = z.object({
  class: z.enum(["steady", "slows down", "speeds up", "varies", "too few passes"]),
  /** The last third of a process's passes against its first third, warm-ups among them: 2 takes twice as long at the end. */
  change: estimate,
  /** Processes whose passes have a flat end; null where there are too few passes. */
  steadyShare: z.number().nullable(),
});

export type Steadiness = z.infer<typeof steadiness>;

const LEAST_PASSES = 5;
const NEARLY_ALL = 0.8;
/** A change counts from here on, if the whole interval lies beyond it. */
const CHANGED = 0.05;

/** How the passes of one process went on. */
export interface Trend {
  /** The last third of the passes against the first third. */
  change: number;
  /** The same within the flat end; null where there is none. */
  changeAtEnd: number | null;
}

/**
 * @param passes of one process, warm-ups first; null where they are too few, or one took no time
 * @param flatEnd where their flat end begins
 */
export function trendOf(passes: readonly number[], flatEnd: number | null): Trend | null {
  if (passes.length < LEAST_PASSES || !passes.every((seconds) => seconds > 0)) return null;
  return {
    change: lastAgainstFirst(passes),
    changeAtEnd: flatEnd === null ? null : lastAgainstFirst(passes.slice(flatEnd)),
  };
}

/** @param timed the cell's executions that count */
export function steadinessOf(timed: readonly { trend: Trend | null }[]): Steadiness {
  const trends = timed.map(({ trend }) => trend).filter((trend) => trend !== null);
  const change = changeOf(trends.map((trend) => trend.change));
  if (trends.length === 0) return { class: "too few passes", change, steadyShare: null };
  const atEnd = trends.flatMap(({ changeAtEnd }) => changeAtEnd ?? []);
  const steadyShare = atEnd.length / trends.length;
  const isSteady = steadyShare >= NEARLY_ALL && !isFaster(changeOf(atEnd));
  return { class: classOf(change, isSteady), change, steadyShare };
}

function classOf(change: Estimate, isSteady: boolean): Steadiness["class"] {
  if (change.interval !== null && change.interval.low > 1 + CHANGED) return "slows down";
  if (isSteady) return "steady";
  return isFaster(change) ? "speeds up" : "varies";
}

const changeOf = (ratios: number[]): Estimate => ratioEstimate(ratios, "too few passes in a process");

const isFaster = ({ interval }: Estimate): boolean => interval !== null && interval.high < 1 / (1 + CHANGED);

function lastAgainstFirst(passes: readonly number[]): number {
  const third = Math.floor(passes.length / 3);
  return median(passes.slice(-third)) / median(passes.slice(0, third));
}
