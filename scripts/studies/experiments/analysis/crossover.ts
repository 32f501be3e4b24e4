/** From which size of a task on two workers are faster. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { CrossoverRow } from "@triathlon/core/results/experiment-report";
import { NOT_IN_EVERY_BLOCK } from "../../../analysis/break-even.ts";
import { NOT_MEASURED, TOO_FEW } from "../../../analysis/estimate.ts";
import { median } from "@triathlon/core/statistics/median";
import { zeroCrossing } from "@triathlon/core/statistics/isotonic";
import { medianInterval } from "@triathlon/core/statistics/median-interval";
import { estimateOver, type Group, samples } from "./groups.ts";

/** One size of a task in one process. */
interface Point {
  size: number;
  workSeconds: number;
  speedUp: number;
  /** How often it was tried. */
  trials: number;
}

export function crossoverRow(group: Group): CrossoverRow {
  const curves = group.records.map(curveOf).filter((curve) => curve.length > 0);
  // Where a process looked more closely depends on what it found: points are what all of them tried.
  const sizes = (curves[0] ?? [])
    .map(({ size }) => size)
    .filter((size) => curves.every((curve) => curve.some((point) => point.size === size)));
  return {
    runtime: group.runtime,
    model: group.place as CrossoverRow["model"],
    payloadBytes: Number(group.setting["payloadBytes"]),
    crossing: group.setting["crossing"] as CrossoverRow["crossing"],
    workers: Number(group.setting["workers"]),
    points: sizes.map((size) => {
      const at = curves.flatMap((curve) => curve.filter((point) => point.size === size));
      return {
        workSeconds: median(at.map(({ workSeconds }) => workSeconds)),
        speedUp: estimateOver(group, (record) => curveOf(record).find((point) => point.size === size)?.speedUp ?? null),
      };
    }),
    ...breakEvenOf(curves.map(breakEven)),
  };
}

/** The sizes in rising order, each with the median of its trials. */
function curveOf(record: ExperimentRecord): Point[] {
  const [work, speedUps] = [samples(record, "workSeconds"), samples(record, "speedUp")];
  const indices = Map.groupBy(samples(record, "sizes").keys(), (index) => samples(record, "sizes")[index]!);
  return [...indices]
    .map(([size, all]) => ({
      size,
      workSeconds: median(all.map((index) => work[index]!)),
      speedUp: median(all.map((index) => speedUps[index]!)),
      trials: all.length,
    }))
    .sort((a, b) => a.size - b.size);
}

/** Two workers are at most so much faster: a trial that says more, either way, was disturbed. */
const MOST_SPEED_UP = 2;

/**
 * Where the speed-up crosses 1: the rising curve nearest to the speed-ups, on logarithmic axes, each size with the weight of its trials. 0
 * where all of it is above 1, infinite where all of it is below.
 */
export function breakEven(curve: readonly Omit<Point, "size">[]): number {
  const most = Math.log(MOST_SPEED_UP);
  const crossing = zeroCrossing(
    curve.map(({ workSeconds, speedUp, trials }) => ({
      place: Math.log(workSeconds),
      value: Math.min(Math.max(Math.log(speedUp), -most), most),
      weight: trials,
    })),
  );
  return Math.exp(crossing);
}

/** Over blocks. *Always* and *never* are answers where the whole interval says so. */
function breakEvenOf(blocks: readonly number[]): Pick<CrossoverRow, "breakEven" | "breakEvenSeconds"> {
  if (blocks.length === 0) {
    return { breakEven: "not measured", breakEvenSeconds: none(0, NOT_MEASURED) };
  }
  const typical = median(blocks);
  const interval = medianInterval(blocks);
  const { low, high } = interval ?? { low: typical, high: typical };
  if (low === Infinity) {
    return {
      breakEven: "never",
      breakEvenSeconds: none(blocks.length, "the workers were not faster at any size tried"),
    };
  }
  if (high === 0) {
    return {
      breakEven: "always",
      breakEvenSeconds: none(blocks.length, "the workers were faster at every size tried"),
    };
  }
  const open = high === Infinity;
  return {
    breakEven: "crossed",
    breakEvenSeconds: {
      n: blocks.length,
      median: typical === Infinity ? null : typical,
      interval: open ? null : interval,
      reason: open ? NOT_IN_EVERY_BLOCK : interval === null ? TOO_FEW : null,
    },
  };
}

const none = (n: number, reason: string): Estimate => ({ n, median: null, interval: null, reason });
