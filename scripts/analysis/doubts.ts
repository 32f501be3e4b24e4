/** What a reader should doubt in a workload's figures: it stands under their table. */
import type { Cell } from "@triathlon/core/results/record";
import type { Execution } from "./execution.ts";
import { percentText } from "./numbers.ts";
import type { Row } from "./report.ts";
import type { Samples } from "./samples.ts";
import { runtimeTitle, variantLabel } from "./words.ts";

/** One line each. @param cells of one workload and size, @param rows theirs in the same order */
export function doubtsOf(cells: readonly Cell[], rows: readonly Row[], samples: Samples): string[] {
  const names = rows.map((row) => `${runtimeTitle(row.runtime)} ${variantLabel(row, rows)}`);
  const timed = cells.map((cell) => samples.of(cell).timed);
  return [
    ...rows.flatMap((row, index) => changeDoubt(row, names[index]!)),
    ...rows.flatMap((row, index) => opinionDoubt(row, names[index]!)),
    ...timed.flatMap((executions, index) => overlapDoubt(executions, names[index]!)),
    ...workDoubt(timed, names),
  ];
}

function changeDoubt({ steadiness }: Row, name: string): string[] {
  const { median } = steadiness.change;
  if (steadiness.class !== "slows down" || median === null) return [];
  return [`${name} slows down while it runs: its last passes take ${percentText(median - 1)} longer than its first.`];
}

function opinionDoubt({ evidence, verdict }: Row, name: string): string[] {
  if (evidence?.secondOpinion !== "disagrees" || (verdict !== "faster" && verdict !== "slower")) return [];
  return [`${name} against sequential: a t-test of the trimmed mean does not agree that it is ${verdict}.`];
}

/** Below this workers may really have had no time to meet. */
const LONG_ENOUGH_SECONDS = 0.01;

function overlapDoubt(timed: readonly Execution[], name: string): string[] {
  const several = timed.filter(({ work }) => work.workers > 1);
  const together = several.map(secondsTogether).filter((seconds) => seconds !== null);
  if (together.length === 0 || together.some((seconds) => seconds > 0)) return [];
  return [`${name}: its workers were never at work at the same time.`];
}

/** In the timed passes or, where that was not seen, in the first one; null where they had no time to meet. */
const secondsTogether = ({ timedOverlapSeconds, overlapSeconds, work }: Execution): number | null =>
  timedOverlapSeconds ?? (work.longestSeconds >= LONG_ENOUGH_SECONDS ? overlapSeconds : null);

function workDoubt(timed: readonly (readonly Execution[])[], names: readonly string[]): string[] {
  const tasks = timed.map((executions) => executions.at(-1)?.work.tasks ?? 0);
  const most = Math.max(0, ...tasks);
  return tasks.flatMap((count, index) =>
    count > 0 && count < most
      ? [`${names[index]} ran ${count} tasks where others ran ${most}: it is not the same work.`]
      : [],
  );
}
