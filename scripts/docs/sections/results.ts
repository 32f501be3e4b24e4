/** A run of the bench that is kept in the repository: the picture of all cells, its sentence, and one table. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { draw } from "../../report/charts/overview.ts";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readReport } from "../../report/publish-report.ts";
import { resultsTable } from "../../report/summary-table.ts";
import type { DocumentPlace } from "../section.ts";

/**
 * The argument is a folder in `docs/results/`, where a run of other runtimes has one of its own, once there is one, and then the options of
 * that run; without an argument it is the run of all pages.
 *
 * @throws {UsageError} when there are no results, or they have another shape than reports have now
 */
export function generate({ root, document, argument }: DocumentPlace): string {
  const [name = "", ...options] = argument.split(" ");
  const folder = posix.join(PUBLISHED, name);
  const path = join(root, folder, "report.json");
  const command = ["pnpm bench", ...options, "--publish-to", folder].join(" ");
  if (name !== "" && !existsSync(path)) return `Not measured yet: \`${command}\` does that.`;
  const results = readReport(path);
  const picture = draw({ report: results, lanes: [], experiments: null });
  const to = posix.relative(posix.dirname(document), posix.join(folder, "overview.svg"));
  const shown = "absent" in picture ? [] : [`![${picture.title}](${to})`, picture.howToRead];
  return [...shown, resultsTable(results)].join("\n\n");
}
