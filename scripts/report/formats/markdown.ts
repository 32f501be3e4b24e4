/** The report for a reader: the answer first, then each workload, then how it was measured. */
import {
  estimateText,
  isKnown,
  medianText,
  scaleFor,
  secondsScale,
  plainScale,
  ratioText,
  timesScale,
} from "../../analysis/numbers.ts";
import type { Comparison, Failure, Report, Row, SideBySide } from "../../analysis/report.ts";
import { findingsOf } from "../../analysis/findings.ts";
import { ownSentences } from "../../analysis/kinds-of-work.ts";
import { capitalised, nameWords, runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { measuredFacts } from "../measured-facts.ts";
import { fenced, plain, table } from "../markdown.ts";
import { summary } from "../summary-table.ts";
import { cellText, COLUMNS, OWN_MEMORY, withCount } from "../columns.ts";
import { escaped } from "../outside-text.ts";
import { noiseSentences } from "../noise-text.ts";
import {
  cautions,
  counted,
  type FailuresAlike,
  failuresAlike,
  machineText,
  passesText,
  runFacts,
  runtimeVersions,
  speedUpText,
  withoutTime,
} from "../text.ts";
import { ownValue } from "../../own-value.ts";

export const file = "report.md";

export function render(unescaped: Report): string {
  const report = escaped(unescaped, plain);
  return [
    `# Runtimes and models compared: ${runtimeVersions(report).join(", ")}`,
    [...runFacts(report), machineText(report)].join(" · "),
    ...noiseSentences(report),
    ...cautionsList(report),
    ...ownSentences(report.comparisons).map((sentence) => `**${sentence}**`),
    ...summary(report),
    ...findings(report),
    ...failures(report.failures),
    "## Workload by workload",
    ...report.comparisons.map((comparison) => comparisonText(comparison, report.runtimes)),
    "## How it was measured",
    howMeasured(report),
  ]
    .join("\n\n")
    .concat("\n");
}

function cautionsList(report: Report): string[] {
  const lines = cautions(report).map((caution) => `> - **${caution.replace(":", ":**")}`);
  return lines.length > 0 ? [lines.join("\n")] : [];
}

function findings(report: Report): string[] {
  const found = findingsOf(report);
  return found.length === 0 ? [] : ["## Findings", found.map((finding) => `- ${finding}`).join("\n")];
}

function comparisonText(comparison: Comparison, runtimes: readonly string[]): string {
  const { workload, size, kind, summary, sentence, sideBySide, doubts } = comparison;
  return [
    `### ${workload}, ${size}`,
    sentence,
    `<sub>${capitalised(kind)}. ${withCode(summary)} ${[...constants(comparison), answersText(comparison)].join(" ")}</sub>`,
    rowsTable(comparison),
    ...(doubts.length > 0 ? [doubts.map((doubt) => `- ${doubt}`).join("\n")] : []),
    ...(sideBySide.length > 0 ? [sideBySideTable(sideBySide, runtimes)] : []),
  ].join("\n\n");
}

/** What a summary marks as code is a word. */
const withCode = (summary: string): string => summary.replace(/\\`([\w-]+)\\`/g, "`$1`");

function answersText({ checksums }: Comparison): string {
  if (checksums.length === 0) return "";
  const names = checksums.map((checksum) => `\`${checksum.slice(0, 12)}\``).join(", ");
  return checksums.length === 1 ? `Every answer has the checksum ${names}.` : `**Answers differ: checksums ${names}.**`;
}

/** What the workload sees is the same in every cell: said once, not in a column. */
function constants(comparison: Comparison): string[] {
  const { rows } = comparison;
  const varying = varyingObservations(comparison);
  const first = rows.find(({ steadySeconds }) => steadySeconds.n > 0)?.observations ?? {};
  return Object.entries(first)
    .filter(([name]) => !varying.includes(name))
    .map(([name, seen]) => `${capitalised(nameWords(name))}: ${medianText(seen, scaleFor(name))}.`);
}

function varyingObservations({ rows }: Comparison): string[] {
  const names = [...new Set(rows.flatMap(({ observations }) => Object.keys(observations)))].sort();
  return names.filter((name) => {
    const seen = rows.flatMap(({ observations }) => ownValue(observations, name) ?? []);
    const ends = seen.flatMap(({ median, interval }) => [median, interval?.low ?? median, interval?.high ?? median]);
    return new Set(ends).size > 1;
  });
}

function rowsTable(comparison: Comparison): string {
  const { rows } = comparison;
  const seen = varyingObservations(comparison);
  const waits = rows.some(({ overlapFactor }) => overlapFactor !== null) ? ["waits in flight"] : [];
  const passes = rows.some((row) => passesText(row) !== null) ? ["passes"] : [];
  const columns = COLUMNS.filter(({ name, of }) => name !== OWN_MEMORY || rows.some((row) => of(row).n > 0));
  const right = [
    "one pass",
    ...passes,
    "× sequential",
    ...waits,
    ...seen.map(nameWords),
    ...columns.map((column) => withCount(column, rows)),
    "n",
  ];
  return table(
    ["runtime", "model", ...right],
    rows.map((row) => [
      runtimeTitle(row.runtime),
      variantLabel(row, rows),
      estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row),
      ...passes.map(() => passesText(row) ?? "–"),
      speedUpCell(row),
      ...waits.map(() => (row.overlapFactor && estimateText(row.overlapFactor, plainScale)) ?? "–"),
      ...seen.map((name) => observedText(row, name) ?? "–"),
      ...columns.map((column) => cellText(column, row)),
      String(row.steadySeconds.n),
    ]),
    right.filter((name) => !passes.includes(name)),
  );
}

function observedText({ observations }: Row, name: string): string | null {
  const seen = ownValue(observations, name);
  return seen === undefined ? null : estimateText(seen, scaleFor(name));
}

function speedUpCell(row: Row): string {
  const { interval } = row.speedUp;
  const text = speedUpText(row);
  return interval === null || !isKnown(row.speedUp)
    ? text
    : `${text} [${ratioText(interval.low)}–${ratioText(interval.high)}]`;
}

function sideBySideTable(sides: readonly SideBySide[], runtimes: readonly string[]): string {
  const present = runtimes.filter((runtime) =>
    sides.some((side) => side.runtimes.some((one) => one.runtime === runtime)),
  );
  const header = present.map(runtimeTitle);
  const rows = sides.map((side) => [variantLabel(side, sides), ...present.map((runtime) => sideCell(runtime, side))]);
  return [
    "Time in each runtime, in units of the fastest; **bold** is the tier that is ahead, where that can be told:",
    table(["model", ...header], rows, header),
  ].join("\n\n");
}

function sideCell(runtime: string, { runtimes, tiers }: SideBySide): string {
  const found = runtimes.find((one) => one.runtime === runtime);
  if (found === undefined) return "–";
  const text = estimateText(found.timesFastest, timesScale)!;
  return tiers !== null && tiers.length > 1 && tiers[0]!.includes(runtime) ? `**${text}**` : text;
}

/** What failed for the same reason once, with what the last of it wrote. */
function failures(all: readonly Failure[]): string[] {
  return all.length === 0 ? [] : ["## Failures", ...failuresAlike(all).map(failureText)];
}

function failureText({ where, reason, executions, last: { exitCode, signal, stderrTail } }: FailuresAlike): string {
  const end = signal === null ? (exitCode === null ? "" : `, exit code ${exitCode}`) : `, ${signal}`;
  const line = `**${where}** (${counted(executions, "execution")}${end}): ${reason}`;
  return stderrTail === null || stderrTail.trim() === "" ? line : `${line}\n\n${fenced(stderrTail)}`;
}

function howMeasured(report: Report): string {
  const { facts, howToRead } = measuredFacts(report);
  return [
    table(
      ["", ""],
      facts.map(([name, value]) => [name, value]),
    ),
    "How to read it:",
    howToRead.map((line) => `- ${line}`).join("\n"),
  ].join("\n\n");
}
