/** What making one costs: the median of a process's samples, then over blocks. */
import type { CreationRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { estimateOver, type Group, samples, someSamples } from "./groups.ts";

/** From the cheapest to the dearest. */
const ORDER = ["promise", "async function", "vm context", "thread", "process"];

export const creationRows = (groups: readonly Group[], runtimes: readonly string[]): CreationRow[] =>
  groups
    .map(creationRow)
    .sort(
      (a, b) =>
        runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime) || ORDER.indexOf(a.what) - ORDER.indexOf(b.what),
    );

const creationRow = (group: Group): CreationRow => ({
  runtime: group.runtime,
  what: group.place,
  seconds: estimateOver(group, (record) => median(someSamples(record, "seconds"))),
  // Not seen among the pages that came and went meanwhile.
  bytes: estimateOver(group, (record) => samples(record, "eachBytes").find((bytes) => bytes > 0) ?? null),
});
