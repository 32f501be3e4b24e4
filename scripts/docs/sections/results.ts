/** The results kept in the repository, as one table. */
import { join } from "node:path";
import { report } from "../../analysis/report.ts";
import { readDocument } from "../../read-document.ts";
import { readmeTable } from "../../report/readme-table.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = "docs/results/report.json";

/** @throws {UsageError} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root }: DocumentPlace): string {
  const wanted = { wanted: "a report", hint: "copy the report.json of a run there" };
  return readmeTable(readDocument(join(root, SOURCE), report, wanted));
}
