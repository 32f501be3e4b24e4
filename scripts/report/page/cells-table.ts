/** Every cell of the run in one table, to be sorted and filtered. */
import { estimateText, secondsScale, timesScale } from "../../analysis/numbers.ts";
import type { Report, Row } from "../../analysis/report.ts";
import { runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { cellText, type Column, COLUMNS, withCount } from "../columns.ts";
import { passesText, withoutTime } from "../text.ts";
import { kind, scrolling, text } from "./html.ts";

const ONE_PASS: Column = { name: "one pass", of: (row) => row.steadySeconds, scale: secondsScale };
const SPEED_UP: Column = { name: "× sequential", of: (row) => row.speedUp, scale: timesScale };

export function cellsTable({ comparisons }: Report): string {
  const cells = comparisons.flatMap(({ workload, size, rows }) =>
    rows.map((row) => ({
      workload: `${workload}, ${size}`,
      runtime: runtimeTitle(row.runtime),
      model: variantLabel(row, rows),
      row,
    })),
  );
  const all = cells.map(({ row }) => row);
  const figures = (columns: readonly Column[]): string =>
    columns.map((column) => th(withCount(column, all), true)).join("");
  const head = [
    ...["workload", "runtime", "model"].map((name) => th(name)),
    figures([ONE_PASS]) + th("passes") + figures([SPEED_UP, ...COLUMNS]) + th("verdict") + th("n", true),
  ];
  const body = cells.map(({ workload, runtime, model, row }) =>
    [
      ...[workload, runtime, model].map((name) => `<td>${text(name)}</td>`),
      td(ONE_PASS, row, estimateText(row.steadySeconds, secondsScale) ?? withoutTime(row)),
      `<td>${text(passesText(row) ?? "–")}</td>`,
      td(SPEED_UP, row, estimateText(row.speedUp, timesScale) ?? "–"),
      ...COLUMNS.map((column) => td(column, row, cellText(column, row))),
      `<td>${verdict(row)}</td><td class="figures" data-value="${row.steadySeconds.n}">${row.steadySeconds.n}</td>`,
    ].join(""),
  );
  const lines = body.map((line) => `<tr>${line}</tr>`).join("\n");
  const table = `<table data-sortable><thead><tr>${head.join("")}</tr></thead><tbody>\n${lines}\n</tbody></table>`;
  return `${filters(cells)}\n<p class="how" role="status" data-status></p>\n${scrolling("All cells", table)}`;
}

const th = (name: string, figures = false): string => `<th scope="col"${kind(figures)}>${name}</th>`;

const td = ({ of }: Column, row: Row, shown: string): string =>
  `<td class="figures" data-value="${of(row).median ?? "NaN"}">${text(shown)}</td>`;

const verdict = (row: Row): string => text(row.verdict ?? (row.model === "sequential" ? "the control" : "–"));

/** Put into use by the script; without it, never seen. */
function filters(cells: readonly { workload: string; runtime: string; model: string }[]): string {
  const select = (name: "workload" | "runtime" | "model"): string => {
    const options = [...new Set(cells.map((cell) => cell[name]))]
      .map((value) => `<option>${text(value)}</option>`)
      .join("");
    return `<label>${name}<select name="${name}"><option value="">all</option>${options}</select></label>`;
  };
  return [
    '<form class="filters" hidden>',
    ...(["workload", "runtime", "model"] as const).map(select),
    '<label>words<input name="words" type="search" autocomplete="off"></label>',
    "</form>",
  ].join("");
}
