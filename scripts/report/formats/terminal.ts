/** The report for a terminal: one small table and one sentence for each workload and size, at most 100 columns wide. */
import type { Comparison, Report, Row } from "../../analysis/report.ts";
import { estimateText, medianText, secondsScale } from "../../analysis/numbers.ts";
import { ownSentences } from "../../analysis/kinds-of-work.ts";
import { isVariant, variantsOf } from "../../analysis/variant.ts";
import { runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { printable } from "../../printable.ts";
import { LOOP_DELAY } from "../columns.ts";
import { noiseSentences } from "../noise-text.ts";
import { WIDTH, wrapped } from "../wrapped.ts";
import {
  cautions,
  executionsText,
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
  const { workload, size, kind, sentence, doubts } = comparison;
  const present = runtimes.filter((runtime) => comparison.rows.some((row) => row.runtime === runtime));
  const title = `${workload}, ${size}: ${kind}, ${executionsText(comparison)}`;
  const tables = columnGroups(comparison, present).map((columns) => tableText(columns, comparison));
  return [
    title,
    ...tables,
    ...delayTable(comparison, present),
    wrapped(`→ ${sentence}`, "  "),
    ...doubts.map((doubt) => wrapped(`? ${doubt}`, "  ")),
    "",
  ].join("\n");
}

interface Column {
  runtime: string;
  times: string[];
  speedUps: string[];
}

/** Columns side by side for as long as the line holds them; what is left goes into a table below. */
function columnGroups(comparison: Comparison, runtimes: readonly string[]): Column[][] {
  const groups: Column[][] = [];
  let width = Infinity;
  for (const column of runtimes.map((runtime) => columnOf(runtime, comparison))) {
    width += GAP + columnWidth(column);
    if (width > WIDTH) {
      groups.push([]);
      width = labelWidth(comparison) + GAP + columnWidth(column);
    }
    groups.at(-1)!.push(column);
  }
  return groups;
}

function columnOf(runtime: string, { rows }: Comparison): Column {
  const own = variantsOf(rows).map((variant) => rows.find((row) => row.runtime === runtime && isVariant(row, variant)));
  return {
    runtime,
    times: own.map((row) => (row ? timeText(row) : "")),
    speedUps: own.map((row) => (row ? speedUpText(row) : "")),
  };
}

function tableText(columns: readonly Column[], comparison: Comparison): string {
  const width = labelWidth(comparison);
  const lines = [
    ["".padEnd(width), ...columns.map((column) => runtimeTitle(column.runtime).padEnd(columnWidth(column)))],
    ...labels(comparison).map((label, index) => [
      label.padEnd(width),
      ...columns.map((column) =>
        [
          column.times[index]!.padEnd(longest(column.times)),
          column.speedUps[index]!.padStart(longest(column.speedUps)),
        ].join(" "),
      ),
    ]),
  ];
  return lines.map((line) => line.join(" ".repeat(GAP)).trimEnd()).join("\n");
}

/** How late the caller's loop was: nothing where no execution looked. */
function delayTable(comparison: Comparison, runtimes: readonly string[]): string[] {
  const { rows } = comparison;
  if (rows.every(({ loopDelayMaxSeconds }) => loopDelayMaxSeconds.n === 0)) return [];
  const columns = runtimes.map((runtime) => [
    runtimeTitle(runtime),
    ...variantsOf(rows).map((variant) => {
      const row = rows.find((one) => one.runtime === runtime && isVariant(one, variant));
      return row ? (medianText(row.loopDelayMaxSeconds, secondsScale) ?? "–") : "";
    }),
  ]);
  const names = [LOOP_DELAY, ...labels(comparison)];
  const lines = names.map((name, index) => [
    name.padEnd(longest(names)),
    ...columns.map((column) => column[index]!.padEnd(longest(column))),
  ]);
  return [lines.map((line) => line.join(" ".repeat(GAP)).trimEnd()).join("\n")];
}

function timeText(row: Row): string {
  return estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row);
}

function failureLines({ failures }: Report): string[] {
  if (failures.length === 0) return [];
  const lines = new Map<string, number>();
  for (const { runtime, model, workload, size, reason } of failures) {
    const line = `${runtimeTitle(runtime)}, ${model}, ${workload} ${size}: ${oneLine(reason ?? "no reason given")}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return ["Failures", ...[...lines].map(([line, count]) => wrapped(`  ${line} (${count}×)`, "    ")), ""];
}

const GAP = 2;

function labels({ rows }: Comparison): string[] {
  const variants = variantsOf(rows);
  return variants.map((variant) => variantLabel(variant, variants));
}

const labelWidth = (comparison: Comparison): number => longest(labels(comparison));
const columnWidth = ({ runtime, times, speedUps }: Column): number =>
  Math.max(runtime.length, longest(times) + 1 + longest(speedUps));
const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
