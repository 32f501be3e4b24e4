/** One table with a line for each cell, to be pasted somewhere; `report.md` in the run's folder says more. */
import { cellText, COLUMNS, OWN_MEMORY } from "../../report/columns.ts";
import { estimateText, secondsScale, timesScale } from "../../analysis/numbers.ts";
import type { Report } from "../../analysis/report.ts";
import { plain, table } from "../../report/markdown.ts";
import { escaped } from "../../report/outside-text.ts";
import { withoutTime } from "../../report/text.ts";
import { exportedRows } from "../exported-rows.ts";

const LEFT_OUT = ["first pass", "cores used", OWN_MEMORY];

export function render(unescaped: Report): string {
  const report = escaped(unescaped, plain);
  const columns = COLUMNS.filter(({ name }) => !LEFT_OUT.includes(name));
  const figures = ["one pass", "× sequential", ...columns.map(({ name }) => name), "n"];
  const rows = exportedRows(report).map((row) => [
    row.name,
    estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row),
    row.model === "sequential" ? "" : (estimateText(row.speedUp, timesScale) ?? "–"),
    ...columns.map((column) => cellText(column, row)),
    String(row.steadySeconds.n),
  ]);
  return `${table(["cell", ...figures], rows, figures)}\n`;
}
