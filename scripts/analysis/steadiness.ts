/**
 * Whether a cell's passes have settled, from the whole series of each process: warm does not mean fast, and a program may
 * even slow down while it runs.
 *
 * A process is steady when its last passes differ little among themselves (A. Georges, D. Buytaert and L. Eeckhout,
 * *Statistically Rigorous Java Performance Evaluation*, OOPSLA 2007: the last five within 2 %); a cell when nearly all of its
 * processes are (E. Barrett and others, *Virtual Machine Warmup Blows Hot and Cold*, OOPSLA 2017).
 */
import { z } from "zod";
import { estimate } from "./estimate.ts";
import type { Execution } from "./execution.ts";
import { median } from "./median.ts";
import { ratioEstimate } from "./ratio-estimate.ts";

export const steadiness = z.object({
  class: z.enum(["steady", "slows down", "speeds up", "varies", "too few passes"]),
  /** The last third of a process's passes against its first third, warm-ups among them: 2 takes twice as long at the end. */
  change: estimate,
  /** Processes whose last passes lie within 2 %; null where there are too few passes. */
  steadyShare: z.number().nullable(),
});

export type Steadiness = z.infer<typeof steadiness>;

const LEAST_PASSES = 4;
const WINDOW = 5;
const STEADY = 0.02;
const NEARLY_ALL = 0.8;
/** A change counts from here on, if the whole interval lies beyond it. */
const CHANGED = 0.05;

/** How the passes of one process went on. */
export interface Trend {
  /** The last third of the passes against the first third. */
  change: number;
  /** Whether the last passes lie within 2 %. */
  isSteady: boolean;
}

/** @param passes of one process, warm-ups first; null where they are too few, or one took no time */
export function trendOf(passes: readonly number[]): Trend | null {
  if (passes.length < LEAST_PASSES || !passes.every((seconds) => seconds > 0)) return null;
  return { change: lastAgainstFirst(passes), isSteady: isSteady(passes) };
}

/** @param timed the cell's executions that count */
export function steadinessOf(timed: readonly Execution[]): Steadiness {
  const trends = timed.map(({ trend }) => trend).filter((trend) => trend !== null);
  const change = ratioEstimate(
    trends.map((trend) => trend.change),
    "too few passes in a process",
  );
  if (trends.length === 0) return { class: "too few passes", change, steadyShare: null };
  const steadyShare = trends.filter(({ isSteady }) => isSteady).length / trends.length;
  return { class: classOf(change.interval, steadyShare), change, steadyShare };
}

function classOf(interval: Steadiness["change"]["interval"], steadyShare: number): Steadiness["class"] {
  if (interval !== null && interval.low > 1 + CHANGED) return "slows down";
  if (interval !== null && interval.high < 1 / (1 + CHANGED)) return "speeds up";
  return steadyShare >= NEARLY_ALL ? "steady" : "varies";
}

function lastAgainstFirst(passes: readonly number[]): number {
  const third = Math.floor(passes.length / 3);
  return median(passes.slice(-third)) / median(passes.slice(0, third));
}

function isSteady(passes: readonly number[]): boolean {
  const last = passes.slice(1).slice(-WINDOW);
  const mean = last.reduce((sum, seconds) => sum + seconds, 0) / last.length;
  const variance = last.reduce((sum, seconds) => sum + (seconds - mean) ** 2, 0) / (last.length - 1);
  return Math.sqrt(variance) / mean <= STEADY;
}
