/** Cores used and speed-up: within a process by repetition, then over blocks. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { CoresRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { estimateOver, type Group, samples } from "./groups.ts";

export const coresRow = (group: Group): CoresRow => ({
  runtime: group.runtime,
  model: group.place as CoresRow["model"],
  workers: Number(group.setting["workers"]),
  coresUsed: estimateOver(group, (record) => medianRatio(record, "cpuSeconds", "wallSeconds")),
  speedUp: estimateOver(group, (record) => medianRatio(record, "inlineSeconds", "wallSeconds")),
});

/** The median of the ratios of samples that were taken right behind each other; null where there are none. */
export function medianRatio(record: ExperimentRecord, dividend: string, divisor: string): number | null {
  const divisors = samples(record, divisor);
  const ratios = samples(record, dividend).flatMap((value, index) => {
    const by = divisors[index] ?? 0;
    return by > 0 ? value / by : [];
  });
  return ratios.length === 0 ? null : median(ratios);
}
