/** A whole run in one table: how many times as fast as sequential, for each workload, model and runtime. */
import { kindsOfWork, workLine } from "../analysis/kinds-of-work.ts";
import { isKnown, NOT_KNOWN, ratioText } from "../analysis/numbers.ts";
import type { Comparison, Report, Row } from "../analysis/report.ts";
import { isVariant, variantsOf } from "../analysis/variant.ts";
import { listed, runtimeTitle, variantLabel } from "../analysis/words.ts";
import { plain, table } from "./markdown.ts";
import { escaped } from "./outside-text.ts";
import {
  blocksText,
  cautions,
  commitText,
  loadText,
  machineText,
  marked,
  MARKS,
  momentText,
  runtimeVersions,
  withoutTime,
} from "./text.ts";

/** What leads in each kind of work, then the table, under a line that says how to read it. */
export function summary(report: Report): string[] {
  const { header, rows, howToRead } = summaryTable(report);
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll("\n", "<br>")));
  const works = kindsOfWork(report.comparisons).map((work) => `- ${workLine(work).replace(/^[^:]+:/, "**$&**")}`);
  return [...(works.length > 0 ? [works.join("\n")] : []), howToRead, table(header, lines)];
}

/** Cells as Markdown marks them, several lines in one where a model has variants. Workloads without sequential have no row. */
export function summaryTable(report: Report): { header: string[]; rows: string[][]; howToRead: string } {
  const models = report.models.filter((model) => model !== "sequential");
  const compared = report.comparisons.filter(({ rows }) => rows.some(({ model }) => model === "sequential"));
  const rows = compared.map((comparison) => [
    `${comparison.workload}, ${comparison.size}`,
    comparison.kind,
    ...models.map((model) => modelCell(model, comparison, report.runtimes)),
  ]);
  return { header: ["workload", "kind", ...models], rows, howToRead: howToRead(report.runtimes) };
}

function howToRead(runtimes: readonly string[]): string {
  return (
    `How many times as fast as sequential in the same runtime: ${runtimes.map(runtimeTitle).join(" / ")}. ` +
    `**Bold** is faster, plain is slower; ${MARKS}.`
  );
}

/** One line for each variant of the model: the runtimes' speed-ups in order. */
function modelCell(model: Row["model"], { rows }: Comparison, runtimes: readonly string[]): string {
  const variants = variantsOf(rows).filter((variant) => variant.model === model);
  return variants
    .map((variant) => {
      const figures = runtimes.map((runtime) =>
        figure(rows.find((row) => row.runtime === runtime && isVariant(row, variant))),
      );
      const label = variants.length > 1 ? `${variantLabel(variant, variants)}: ` : "";
      return `${label}${figures.join(" / ")}`;
    })
    .join("\n");
}

function figure(row: Row | undefined): string {
  if (row === undefined) return "–";
  if (row.speedUp.median === null) return row.steadySeconds.n > 0 ? "–" : withoutTime(row);
  if (!isKnown(row.speedUp)) return NOT_KNOWN;
  const text = ratioText(row.speedUp.median);
  return row.verdict === "faster" ? `**${text}**` : marked(text, row.verdict ?? "too few executions");
}

/** The summary, and one line that says where, when and with what it was measured. */
export function resultsTable(unescaped: Report): string {
  const report = escaped(unescaped, plain);
  return [
    ...summary(report),
    ...cautions(report).map((caution) => `> ${caution}`),
    `Measured ${momentText(report.environment.startedAt)} with ${listed(runtimeVersions(report))} on ${machineText(report)}, ${commitText(report)}: run ${report.runId}, ${blocksText(report)}, ${loadText(report)}.`,
  ].join("\n\n");
}
