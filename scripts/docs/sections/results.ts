/** The results kept in the repository: the picture of all cells, its sentence, and one table. */
import { join } from "node:path";
import type { Report } from "../../analysis/report.ts";
import { listed } from "../../analysis/words.ts";
import { draw } from "../../report/charts/overview.ts";
import { plain } from "../../report/markdown.ts";
import { escaped } from "../../report/outside-text.ts";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readReport } from "../../report/publish-report.ts";
import { summary } from "../../report/summary-table.ts";
import {
  blocksText,
  cautions,
  commitText,
  loadText,
  machineText,
  momentText,
  runtimeVersions,
} from "../../report/text.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {UsageError} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root }: DocumentPlace): string {
  const results = readReport(join(root, PUBLISHED, "report.json"));
  const picture = draw({ report: results, lanes: [], experiments: null });
  const shown = "absent" in picture ? [] : [`![${picture.title}](${PUBLISHED}/overview.svg)`, picture.howToRead];
  return [...shown, resultsTable(results)].join("\n\n");
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
