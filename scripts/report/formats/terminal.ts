/** The report for a terminal: one small table and one sentence for each workload and size, at most 100 columns wide. */
import type { Comparison, Report, Row } from "../../analysis/report.ts";
import { estimateText, medianText, secondsScale } from "../../analysis/numbers.ts";
import { ownSentences } from "../../analysis/kinds-of-work.ts";
import { isVariant, variantsOf } from "../../analysis/variant.ts";
import { runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { printable } from "../../printable.ts";
import { LOOP_DELAY } from "../columns.ts";
import { noiseSentences } from "../noise-text.ts";
import { aligned, GAP, longest, WIDTH, wrapped } from "../wrapped.ts";
import {
  cautions,
  executionsText,
  failuresAlike,
  machineText,
  MARKS,
  oneLine,
  runFacts,
  runtimeVersions,
  speedUpText,
  withoutTime,
} from "../text.ts";

/** Shown, not kept. */
export const file = null;

export function render(report: Report): string {
  const lines = [
    wrapped(runFacts(report).join(" · ")),
    wrapped([...runtimeVersions(report), machineText(report)].join(" · ")),
    ...noiseSentences(report).map((sentence) => wrapped(sentence, "  ")),
    ...cautions(report).map((caution) => wrapped(`! ${caution}`, "  ")),
    ...ownSentences(report.comparisons).map((sentence) => wrapped(`→ ${sentence}`, "  ")),
    "",
    wrapped(
      "One pass after the first: median [95 % interval], and how many times as fast as sequential in the same runtime " +
        `(${MARKS}).`,
    ),
    "",
    ...report.comparisons.map((comparison) => comparisonText(comparison, report.runtimes)),
    ...failureLines(report),
  ];
  return printable(`${lines.join("\n")}\n`);
}

function comparisonText(comparison: Comparison, runtimes: readonly string[]): string {
  const { workload, size, kind, rows, sentence, doubts } = comparison;
  const present = runtimes.filter((runtime) => rows.some((row) => row.runtime === runtime));
  return [
    `${workload}, ${size}: ${kind}, ${executionsText(comparison)}`,
    ...timesTables(rows, present),
    ...delayTable(rows, present),
    wrapped(`→ ${sentence}`, "  "),
    ...doubts.map((doubt) => wrapped(`? ${doubt}`, "  ")),
    "",
  ].join("\n");
}

/** A line for each variant; columns side by side for as long as the line holds them, and what is left in a table below. */
function timesTables(rows: readonly Row[], runtimes: readonly string[]): string[] {
  const labels = ["", ...labelsOf(rows)];
  const tables: string[][][] = [];
  let width = Infinity;
  for (const column of runtimes.map((runtime) => timesColumn(rows, runtime))) {
    width += GAP + longest(column);
    if (width > WIDTH) {
      tables.push([labels]);
      width = longest(labels) + GAP + longest(column);
    }
    tables.at(-1)!.push(column);
  }
  return tables.map(sideBySide);
}

function timesColumn(rows: readonly Row[], runtime: string): string[] {
  const times = eachVariant(rows, runtime, (row) => estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row));
  const speedUps = eachVariant(rows, runtime, speedUpText);
  const [timeWidth, speedUpWidth] = [longest(times), longest(speedUps)];
  const cells = times.map((time, index) => `${time.padEnd(timeWidth)} ${speedUps[index]!.padStart(speedUpWidth)}`);
  return [runtimeTitle(runtime), ...cells];
}

/** How late the caller's loop was: nothing where no execution looked. */
function delayTable(rows: readonly Row[], runtimes: readonly string[]): string[] {
  if (rows.every(({ loopDelayMaxSeconds }) => loopDelayMaxSeconds.n === 0)) return [];
  const columns = runtimes.map((runtime) => [
    runtimeTitle(runtime),
    ...eachVariant(rows, runtime, (row) => medianText(row.loopDelayMaxSeconds, secondsScale) ?? "–"),
  ]);
  return [sideBySide([[LOOP_DELAY, ...labelsOf(rows)], ...columns])];
}

const sideBySide = (columns: readonly (readonly string[])[]): string =>
  aligned(columns[0]!.map((_, line) => columns.map((column) => column[line]!))).join("\n");

/** Nothing for a variant that the runtime lacks. */
const eachVariant = (rows: readonly Row[], runtime: string, show: (row: Row) => string): string[] =>
  variantsOf(rows).map((variant) => {
    const row = rows.find((one) => one.runtime === runtime && isVariant(one, variant));
    return row ? show(row) : "";
  });

const labelsOf = (rows: readonly Row[]): string[] =>
  variantsOf(rows).map((variant, _, variants) => variantLabel(variant, variants));

function failureLines({ failures }: Report): string[] {
  if (failures.length === 0) return [];
  const lines = failuresAlike(failures).map(
    ({ where, reason, executions }) => `  ${where}: ${oneLine(reason)} (${executions}×)`,
  );
  return ["Failures", ...lines.map((line) => wrapped(line, "    ")), ""];
}
