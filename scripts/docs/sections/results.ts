/** The results kept in the repository, as one table. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { report } from "../../analysis/report.ts";
import { readmeTable } from "../../report/readme-table.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = "docs/results/report.json";

/** @throws {Error} when there are no results in the repository, or they have another shape than reports have now */
export function generate({ root, document }: DocumentPlace): string {
  let text: string;
  try {
    text = readFileSync(join(root, SOURCE), "utf8");
  } catch (error) {
    throw new Error(
      `Cannot fill the section "results" of "${document}": wanted "${SOURCE}", found no readable file: copy the report.json of a run there`,
      { cause: error },
    );
  }
  const parsed = report.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(
      `Cannot fill the section "results" of "${document}": wanted a report in "${SOURCE}", found\n${z.prettifyError(parsed.error)}`,
    );
  }
  return readmeTable(parsed.data);
}
