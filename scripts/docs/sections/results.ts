/** The results kept in the repository: the picture of all cells, its sentence, and one table. */
import { join } from "node:path";
import { draw } from "../../report/charts/overview.ts";
import { PUBLISHED_RESULTS } from "../../report/publish-report.ts";
import { readReport } from "../../report/read-report.ts";
import { readmeTable } from "../../report/readme-table.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {UsageError} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root }: DocumentPlace): string {
  const results = readReport(join(root, PUBLISHED_RESULTS, "report.json"));
  const picture = draw({ report: results, lanes: [], experiments: null });
  const shown =
    "absent" in picture ? [] : [`![${picture.title}](${PUBLISHED_RESULTS}/overview.svg)`, picture.howToRead];
  return [...shown, readmeTable(results)].join("\n\n");
}
