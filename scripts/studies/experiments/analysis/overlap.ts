/** How much waiting fits into the time: nominal waiting ÷ wall. */
import type { OverlapRow } from "@triathlon/core/results/experiment-report";
import { estimateOver, type Group, sample } from "./groups.ts";

export const overlapRow = (group: Group): OverlapRow => {
  const waits = Number(group.setting["waits"]);
  return {
    runtime: group.runtime,
    model: group.place as OverlapRow["model"],
    waits,
    workers: Number(group.setting["workers"]),
    overlapFactor: estimateOver(
      group,
      (record) => (waits * sample(record, "waitSeconds")) / sample(record, "wallSeconds"),
    ),
  };
};
