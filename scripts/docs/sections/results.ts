/** The results kept in the repository: the picture of all cells, its sentence, and one table. */
import { join } from "node:path";
import { draw } from "../../report/charts/overview.ts";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readReport } from "../../report/publish-report.ts";
import { resultsTable } from "../../report/summary-table.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {UsageError} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root }: DocumentPlace): string {
  const results = readReport(join(root, PUBLISHED, "report.json"));
  const picture = draw({ report: results, lanes: [], experiments: null });
  const shown = "absent" in picture ? [] : [`![${picture.title}](${PUBLISHED}/overview.svg)`, picture.howToRead];
  return [...shown, resultsTable(results)].join("\n\n");
}
