/** Runs of several machines below each other: a table for each, because figures of two machines are never of one. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../analysis/analyse.ts";
import { BENCH } from "./publish-report.ts";
import { readRun } from "./read-run.ts";
import { resultsTable } from "./summary-table.ts";
import { plain } from "./markdown.ts";
import { machineText } from "./text.ts";

/**
 * Markdown. What stands in a folder's report is not believed: its figures are computed from its journal.
 *
 * @param folders each with what `--publish-to` writes, or a run
 * @throws {UsageError} when one holds no run
 */
export const joinedReports = (folders: readonly string[]): string =>
  folders
    .map((folder) => {
      const samples = join(folder, BENCH.name);
      const report = analyse(readRun(existsSync(join(samples, "plan.json")) ? samples : folder));
      return `## ${plain(machineText(report))}\n\n${resultsTable(report)}\n`;
    })
    .join("\n");
