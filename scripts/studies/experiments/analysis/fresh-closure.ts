/** One kernel called in two ways: whether it stays as fast as it was. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { FreshClosureRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { estimateOver, type Group, samples, someSamples } from "./groups.ts";

/** Points of the series: enough to see where a compiler changes its mind. */
const POINTS = 50;

export const freshClosureRow = (group: Group): FreshClosureRow => ({
  runtime: group.runtime,
  kernel: String(group.setting["kernel"]),
  call: group.setting["call"] as FreshClosureRow["call"],
  firstSeconds: estimateOver(group, (record) => tenth(record, "first")),
  lastSeconds: estimateOver(group, (record) => tenth(record, "last")),
  slowDown: estimateOver(group, (record) => tenth(record, "last") / tenth(record, "first")),
  series: seriesOf(group),
});

/** The median of the first or the last tenth of the calls. */
function tenth(record: ExperimentRecord, which: "first" | "last"): number {
  const calls = someSamples(record, "callSeconds");
  const size = Math.max(1, Math.floor(calls.length / 10));
  return median(which === "first" ? calls.slice(0, size) : calls.slice(-size));
}

function seriesOf({ records }: Group): FreshClosureRow["series"] {
  const all = records.map((record) => samples(record, "callSeconds"));
  const calls = Math.min(...all.map(({ length }) => length));
  const size = Math.max(1, Math.floor(calls / POINTS));
  return Array.from({ length: Math.floor(calls / size) }, (_, index) => ({
    call: index * size,
    seconds: median(all.map((series) => median(series.slice(index * size, (index + 1) * size)))),
  }));
}
