/** How late the main loop was: quantiles of each block, and the distribution of all. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { LoopDelayRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { quantile } from "@triathlon/core/statistics/quantile";
import { estimateOver, type Group, samples } from "./groups.ts";

/** Shares at which the distribution is kept: every fiftieth, and the tail more closely. */
const SHARES = [...Array.from({ length: 50 }, (_, index) => index / 50), 0.99, 0.995, 0.999, 1];

export function loopDelayRow(group: Group): LoopDelayRow {
  const all = group.records.flatMap((record) => samples(record, "delaySeconds"));
  return {
    runtime: group.runtime,
    function: String(group.setting["function"]),
    place: group.place as LoopDelayRow["place"],
    callSeconds: estimateOver(group, (record) => {
      const calls = samples(record, "callSeconds");
      return calls.length === 0 ? null : median(calls);
    }),
    ticks: Math.min(...group.records.map((record) => samples(record, "delaySeconds").length)),
    medianSeconds: estimateOver(group, (record) => delay(record, 0.5)),
    p99Seconds: estimateOver(group, (record) => delay(record, 0.99)),
    maxSeconds: estimateOver(group, (record) => delay(record, 1)),
    distribution: all.length === 0 ? [] : SHARES.map((share) => ({ delaySeconds: quantile(all, share), share })),
  };
}

function delay(record: ExperimentRecord, share: number): number | null {
  const delays = samples(record, "delaySeconds");
  return delays.length === 0 ? null : quantile(delays, share);
}
