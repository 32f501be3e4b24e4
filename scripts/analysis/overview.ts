/**
 * Nine cells at one sight: how fast each runtime × model is over all workloads, beside the best of them.
 *
 * A cell's figure in one block is the geometric mean over workloads of (time of the best cell / time of this cell), each workload
 * counted once, so that none weighs more for being slow. One figure for each block, then median and interval as everywhere. The
 * geometric mean is the one that gives the same ranking whatever a ratio is taken against (Fleming and Wallace, "How not to lie with
 * statistics", CACM 29(3), 1986).
 */
import type { PlannedCell } from "@triathlon/core/results/plan";
import { z } from "zod";
import { executionModel, runtimeName } from "@triathlon/core/results/record";
import { type Estimate, estimate, estimateOf, NOT_MEASURED } from "./estimate.ts";
import { type ByBlock, pairedRatios } from "./paired-ratio.ts";
import { type Samples, steadySeconds } from "./samples.ts";

const place = z.object({ runtime: runtimeName, model: executionModel });

export const overviewCell = z.object({
  ...place.shape,
  /** Over all workloads, relative to the best of the nine: 0.5 takes twice as long. Of the best itself: exactly 1. */
  relativeSpeed: estimate,
  /** In each workload, relative to the best of the nine in that workload. */
  workloads: z.array(z.object({ workload: z.string(), relativeSpeed: estimate })),
});

export const overview = z.object({
  /** What the figures are over: each workload at one size, the last that all nine cells were measured at. */
  workloads: z.array(z.object({ workload: z.string(), size: z.string(), kind: z.string(), best: place })),
  /** The largest median; whether it is a winner, the intervals say. Null where nothing can be compared. */
  best: place.nullable(),
  cells: z.array(overviewCell),
});

export type OverviewCell = z.infer<typeof overviewCell>;
export type Overview = z.infer<typeof overview>;

/** @param kinds each workload's kind, by its name */
export function overviewOf(
  cells: readonly PlannedCell[],
  runtimes: readonly string[],
  samples: Samples,
  kinds: (workload: string) => string,
): Overview {
  const places = placesOf(cells, runtimes);
  const measured = workloadsOf(cells).flatMap((group) => lastMeasuredInAll(group, places, samples));
  const ranked = measured.map((one) => ({ ...one, best: fastestOf(one.times) }));
  const first = ranked[0];
  const means = places.map((_, index) => meanLogOf(ranked, index));
  const best = first ? indexOfLeast(means.map((mean) => mid(mean))) : null;
  return {
    workloads: ranked.map(({ workload, size, best }) => ({
      workload,
      size,
      kind: kinds(workload),
      best: places[best]!,
    })),
    best: best === null ? null : places[best]!,
    cells: places.map((where, index) => ({
      ...where,
      relativeSpeed:
        best === null ? estimateOf([], NOT_MEASURED) : relative(means[index]!, means[best]!, index === best),
      workloads: ranked.map(({ workload, times, best }) => ({
        workload,
        relativeSpeed:
          index === best ? itself(times[index]!.size) : estimateOf(pairedRatios(times[best]!, times[index]!)),
      })),
    })),
  };
}

type Place = z.infer<typeof place>;

/** One workload at one size, its times by block in the order of the places. */
interface Timed {
  workload: string;
  size: string;
  times: ByBlock[];
}

function placesOf(cells: readonly PlannedCell[], runtimes: readonly string[]): Place[] {
  const models = (["async", "threading", "multiprocessing"] as const).filter((model) =>
    cells.some((cell) => cell.model === model),
  );
  return runtimes.flatMap((runtime) => models.map((model) => ({ runtime, model })));
}

function workloadsOf(cells: readonly PlannedCell[]): PlannedCell[][] {
  return [...Map.groupBy(cells, ({ workload }) => workload).values()];
}

function lastMeasuredInAll(cells: readonly PlannedCell[], places: readonly Place[], samples: Samples): Timed[] {
  const sizes = [...new Set(cells.map(({ size }) => size))].toReversed();
  for (const size of sizes) {
    const times = places.map(({ runtime, model }) => {
      const own = cells.find((cell) => cell.size === size && cell.runtime === runtime && cell.model === model);
      return own ? samples.of(own).byBlock(steadySeconds) : new Map<number, number>();
    });
    if (times.length > 0 && times.every(({ size }) => size > 0)) return [{ workload: cells[0]!.workload, size, times }];
  }
  return [];
}

function fastestOf(times: readonly ByBlock[]): number {
  return indexOfLeast(times.map(mid));
}

/** The logarithm of the geometric mean over workloads, in each block in which all of them were measured. */
function meanLogOf(timed: readonly Timed[], index: number): ByBlock {
  const first = timed[0]?.times[index];
  if (!first) return new Map();
  const blocks = [...first.keys()].filter((block) => timed.every(({ times }) => times[index]!.has(block)));
  return new Map(
    blocks.map((block) => {
      const logs = timed.map(({ times }) => Math.log(times[index]!.get(block)!));
      return [block, logs.reduce((sum, log) => sum + log, 0) / logs.length];
    }),
  );
}

function relative(own: ByBlock, best: ByBlock, isBest: boolean): Estimate {
  if (isBest) return itself(own.size);
  const shared = [...own].filter(([block]) => best.has(block)).sort(([a], [b]) => a - b);
  return estimateOf(shared.map(([block, log]) => Math.exp(best.get(block)! - log)));
}

const itself = (n: number): Estimate => ({ n, median: 1, interval: null, reason: "the best itself" });
const mid = (values: ByBlock): number => estimateOf([...values.values()]).median ?? Infinity;
const indexOfLeast = (values: readonly number[]): number => values.indexOf(Math.min(...values));
