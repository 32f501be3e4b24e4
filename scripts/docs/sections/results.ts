/** The results kept in the repository: the picture of all cells, its sentence, and one table. */
import { join } from "node:path";
import { report } from "../../analysis/report.ts";
import { readDocument } from "../../read-document.ts";
import { draw } from "../../report/charts/overview.ts";
import { PUBLISHED_RESULTS } from "../../report/publish-report.ts";
import { readmeTable } from "../../report/readme-table.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {UsageError} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root }: DocumentPlace): string {
  const wanted = { wanted: "a report", hint: "run: pnpm report --publish" };
  const results = readDocument(join(root, PUBLISHED_RESULTS, "report.json"), report, wanted);
  const picture = draw({ report: results, lanes: [], experiments: null });
  const shown =
    "absent" in picture
      ? []
      : [`![${picture.title}](${PUBLISHED_RESULTS}/overview.svg)`, `${picture.sentence} ${picture.howToRead}`];
  return [...shown, readmeTable(results)].join("\n\n");
}
