/** What a cache of compiled modules brings: medians and ratios within a process, then over blocks. */
import type { CompileCacheRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { medianRatio } from "./cores.ts";
import { estimateOver, type Group, someSamples } from "./groups.ts";

export function compileCacheRow(group: Group): CompileCacheRow {
  const middle = (name: string) => estimateOver(group, (record) => median(someSamples(record, name)));
  return {
    runtime: group.runtime,
    place: group.place as CompileCacheRow["place"],
    byDefault: group.records[0]!.notes["byDefault"] as CompileCacheRow["byDefault"],
    withoutSeconds: middle("withoutSeconds"),
    withSeconds: middle("withSeconds"),
    withoutCpuSeconds: middle("withoutCpuSeconds"),
    withCpuSeconds: middle("withCpuSeconds"),
    timeRatio: estimateOver(group, (record) => medianRatio(record, "withoutSeconds", "withSeconds")),
    cpuRatio: estimateOver(group, (record) => medianRatio(record, "withoutCpuSeconds", "withCpuSeconds")),
  };
}
