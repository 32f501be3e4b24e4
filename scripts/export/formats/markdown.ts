/** One table with a line for each cell, to be pasted somewhere; `report.md` in the run's folder says more. */
import { COLD, LOOP_DELAY } from "../../report/columns.ts";
import { bytesScale, estimateText, medianText, secondsScale, timesScale } from "../../analysis/numbers.ts";
import type { Report } from "../../analysis/report.ts";
import { plain, table } from "../../report/markdown.ts";
import { escaped } from "../../report/outside-text.ts";
import { withoutTime } from "../../report/text.ts";
import { exportedRows } from "../exported-rows.ts";

export function render(unescaped: Report): string {
  const report = escaped(unescaped, plain);
  const figures = ["one pass", "× sequential", COLD, "CPU", "peak memory", LOOP_DELAY, "n"];
  const rows = exportedRows(report).map((row) => [
    row.name,
    estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row),
    row.model === "sequential" ? "" : (estimateText(row.speedUp, timesScale) ?? "–"),
    medianText(row.coldSeconds, secondsScale) ?? "–",
    medianText(row.cpuSeconds, secondsScale) ?? "–",
    medianText(row.peakMemoryBytes, bytesScale) ?? "–",
    medianText(row.loopDelayMaxSeconds, secondsScale) ?? "–",
    String(row.steadySeconds.n),
  ]);
  return `${table(["cell", ...figures], rows, figures)}\n`;
}
