/** The table of results in the README, from a report that is kept in the repository. */
import type { Report } from "../analysis/report.ts";
import { listed } from "../analysis/words.ts";
import { summary } from "./summary-table.ts";
import { blocksText, cautions, commitText, loadText, machineText, momentText, runtimeVersions } from "./text.ts";
import { plain } from "./markdown.ts";
import { escaped } from "./outside-text.ts";

/** The summary, and one line that says where, when and with what it was measured. */
export function readmeTable(unescaped: Report): string {
  const report = escaped(unescaped, plain);
  return [
    ...summary(report),
    ...cautions(report).map((caution) => `> ${caution}`),
    `Measured ${momentText(report.environment.startedAt)} with ${listed(runtimeVersions(report))} on ${machineText(report)}, ${commitText(report)}: run ${report.runId}, ${blocksText(report)}, ${loadText(report)}.`,
  ].join("\n\n");
}
