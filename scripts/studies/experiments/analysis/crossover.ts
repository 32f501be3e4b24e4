/** From which size of a task on two workers are faster. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { CrossoverRow } from "@triathlon/core/results/experiment-report";
import { NOT_MEASURED, TOO_FEW } from "../../../analysis/estimate.ts";
import { median } from "@triathlon/core/statistics/median";
import { medianInterval } from "@triathlon/core/statistics/median-interval";
import { estimateOver, type Group, samples } from "./groups.ts";

/** One size of a task in one process. */
interface Point {
  size: number;
  workSeconds: number;
  speedUp: number;
}

export function crossoverRow(group: Group): CrossoverRow {
  const curves = group.records.map(curveOf).filter((curve) => curve.length > 0);
  const sizes = [...new Set(curves.flat().map(({ size }) => size))].sort((a, b) => a - b);
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

/** The sizes in rising order, each with the median of its repetitions. */
function curveOf(record: ExperimentRecord): Point[] {
  const [work, speedUps] = [samples(record, "workSeconds"), samples(record, "speedUp")];
  const indices = Map.groupBy(samples(record, "sizes").keys(), (index) => samples(record, "sizes")[index]!);
  return [...indices]
    .map(([size, all]) => ({
      size,
      workSeconds: median(all.map((index) => work[index]!)),
      speedUp: median(all.map((index) => speedUps[index]!)),
    }))
    .sort((a, b) => a.size - b.size);
}

/**
 * Behind the last size at which the workers were not faster: where the line to the next point crosses 1, both axes logarithmic. 0 where
 * they always were, infinite where they were not even at the largest size.
 */
export function breakEven(curve: readonly Pick<Point, "workSeconds" | "speedUp">[]): number {
  const last = curve.findLastIndex(({ speedUp }) => speedUp < 1);
  if (last === -1) return 0;
  const [below, above] = [curve[last]!, curve[last + 1]];
  if (above === undefined) return Infinity;
  const rise = Math.log(above.speedUp) - Math.log(below.speedUp);
  const share = rise === 0 ? 0 : -Math.log(below.speedUp) / rise;
  return Math.exp(Math.log(below.workSeconds) + share * (Math.log(above.workSeconds) - Math.log(below.workSeconds)));
}

/** Why there is no interval where its upper end lies beyond all sizes. */
export const NOT_IN_EVERY_BLOCK = "in some blocks the workers were not faster at any size tried";

/** Over blocks. */
function breakEvenOf(blocks: readonly number[]): Pick<CrossoverRow, "breakEven" | "breakEvenSeconds"> {
  if (blocks.length === 0) {
    return { breakEven: "not measured", breakEvenSeconds: none(0, NOT_MEASURED) };
  }
  const typical = median(blocks);
  if (typical === Infinity) {
    return {
      breakEven: "never",
      breakEvenSeconds: none(blocks.length, "the workers were not faster at any size tried"),
    };
  }
  if (typical === 0) {
    return {
      breakEven: "always",
      breakEvenSeconds: none(blocks.length, "the workers were faster at every size tried"),
    };
  }
  const found = medianInterval(blocks);
  const open = found !== null && found.high === Infinity;
  return {
    breakEven: "crossed",
    breakEvenSeconds: {
      n: blocks.length,
      median: typical,
      interval: open ? null : found,
      reason: open ? NOT_IN_EVERY_BLOCK : found === null ? TOO_FEW : null,
    },
  };
}

const none = (n: number, reason: string): Estimate => ({ n, median: null, interval: null, reason });
