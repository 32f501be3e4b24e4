/** Slow-downs of a probe by a neighbour's noise: one row for each kind of work the probe does. */
import type { InterferenceRow } from "@triathlon/core/results/experiment-report";
import { medianRatio } from "./cores.ts";
import { estimateOver, type Group } from "./groups.ts";

const ALONE = "AlonePerSecond";

export function interferenceRows(group: Group): InterferenceRow[] {
  const names = new Set(group.records.flatMap(({ figures }) => Object.keys(figures)));
  const probes = [...names].filter((name) => name.endsWith(ALONE)).map((name) => name.slice(0, -ALONE.length));
  return probes.map((probe) => ({
    runtime: group.runtime,
    place: group.place as InterferenceRow["place"],
    noise: String(group.setting["noise"]),
    probe,
    // Work in a second, alone ÷ in noise: how many times as long the same work takes.
    slowDown: estimateOver(group, (record) => medianRatio(record, `${probe}${ALONE}`, `${probe}NoisyPerSecond`)),
  }));
}
