/** The scalability ladder: steps, and what ended the climb. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import type { LadderRow } from "@triathlon/core/results/experiment-report";
import { estimateOver, type Group, sample, samples } from "./groups.ts";

/** What one step must add in all before its share in bytes says anything: pages come and go by themselves. */
const TELLING_BYTES = 1024 * 1024;

export const ladderRow = (group: Group): LadderRow => ({
  runtime: group.runtime,
  place: group.place as LadderRow["place"],
  steps: countsOf(group).map((count) => ({
    count,
    readySeconds: estimateOver(group, (record) => at(record, "readySeconds", count)),
    eachBytes: estimateOver(group, (record) => {
      const bytes = at(record, "addedBytes", count);
      return bytes === null || bytes < TELLING_BYTES ? null : bytes / count;
    }),
  })),
  most: estimateOver(group, (record) => sample(record, "most")),
  endedBy: mostFrequent(group.records.map(({ notes }) => notes["endedBy"] ?? "unknown")),
  firstFailure: group.records.find(({ notes }) => notes["firstFailure"] !== undefined)?.notes["firstFailure"] ?? null,
});

/** Every count that was reached in some block. */
const countsOf = ({ records }: Group): number[] =>
  [...new Set(records.flatMap((record) => samples(record, "counts")))].sort((a, b) => a - b);

function at(record: ExperimentRecord, name: string, count: number): number | null {
  const index = samples(record, "counts").indexOf(count);
  return index < 0 ? null : (samples(record, name)[index] ?? null);
}

/** Of several that are equally frequent, the first by name. */
function mostFrequent(words: readonly string[]): string {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]) => ({ word, count: all.length }));
  return counts.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))[0]?.word ?? "unknown";
}
