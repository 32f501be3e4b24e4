/** Every cell of the run in one table, to be sorted and filtered. */
import type { Estimate } from "../../analysis/estimate.ts";
import {
  bytesScale,
  estimateText,
  medianText,
  plainScale,
  type Scale,
  secondsScale,
  timesScale,
} from "../../analysis/numbers.ts";
import type { Report, Row } from "../../analysis/report.ts";
import { runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { COLD, LOOP_DELAY, OWN_MEMORY, withCount } from "../columns.ts";
import { passesText, withoutTime } from "../text.ts";
import { kind, scrolling, text } from "./html.ts";

interface Column {
  name: string;
  of: (row: Row) => Estimate;
  scale: (typical: number) => Scale;
  /** Whether the interval is shown too. */
  withInterval: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: "one pass", of: (row) => row.steadySeconds, scale: secondsScale, withInterval: true },
  { name: "× sequential", of: (row) => row.speedUp, scale: timesScale, withInterval: true },
  { name: "first pass", of: (row) => row.firstSeconds, scale: secondsScale, withInterval: false },
  { name: COLD, of: (row) => row.coldSeconds, scale: secondsScale, withInterval: false },
  { name: "CPU", of: (row) => row.cpuSeconds, scale: secondsScale, withInterval: false },
  { name: "cores used", of: (row) => row.coresUsed, scale: plainScale, withInterval: false },
  { name: "peak memory", of: (row) => row.peakMemoryBytes, scale: bytesScale, withInterval: false },
  { name: OWN_MEMORY, of: (row) => row.privateMemoryBytes, scale: bytesScale, withInterval: false },
  { name: LOOP_DELAY, of: (row) => row.loopDelayMaxSeconds, scale: secondsScale, withInterval: false },
];

export function cellsTable({ comparisons }: Report): string {
  const cells = comparisons.flatMap(({ workload, size, rows }) =>
    rows.map((row) => ({
      comparison: `${workload}, ${size}`,
      runtime: runtimeTitle(row.runtime),
      model: variantLabel(row, rows),
      row,
    })),
  );
  const head = ["workload", "runtime", "model"].map((name) => th(name)).join("");
  const all = cells.map(({ row }) => row);
  const [onePass, ...figures] = COLUMNS.map(({ name, of }) => th(withCount(name, all, of), true));
  const body = cells.map(({ comparison, runtime, model, row }) => {
    const names = [comparison, runtime, model].map((name) => `<td>${text(name)}</td>`).join("");
    const [onePass, ...others] = COLUMNS.map((column) => figure(column, row));
    return `<tr>${names}${onePass}<td>${text(passesText(row) ?? "–")}</td>${others.join("")}<td>${verdict(row)}</td><td class="figures" data-value="${row.steadySeconds.n}">${row.steadySeconds.n}</td></tr>`;
  });
  const table = `<table data-sortable><thead><tr>${head}${onePass}${th("passes")}${figures.join("")}${th("verdict")}${th("n", true)}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
  return `${filters(cells)}\n<p class="how" role="status" data-status></p>\n${scrolling("All cells", table)}`;
}

const th = (name: string, figures = false): string => `<th scope="col"${kind(figures)}>${name}</th>`;

function figure({ of, scale, withInterval, name }: Column, row: Row): string {
  const estimate = of(row);
  const shown = withInterval ? estimateText(estimate, scale) : medianText(estimate, scale);
  const instead = name === "one pass" ? withoutTime(row) : "–";
  return `<td class="figures" data-value="${estimate.median ?? "NaN"}">${text(shown ?? instead)}</td>`;
}

const verdict = (row: Row): string => text(row.verdict ?? (row.model === "sequential" ? "the control" : "–"));

/** Put into use by the script; without it, never seen. */
function filters(cells: readonly { comparison: string; runtime: string; model: string }[]): string {
  const select = (name: string, values: readonly string[]): string => {
    const options = [...new Set(values)].map((value) => `<option>${text(value)}</option>`).join("");
    return `<label>${name}<select name="${name}"><option value="">all</option>${options}</select></label>`;
  };
  return [
    '<form class="filters" hidden>',
    select(
      "workload",
      cells.map(({ comparison }) => comparison),
    ),
    select(
      "runtime",
      cells.map(({ runtime }) => runtime),
    ),
    select(
      "model",
      cells.map(({ model }) => model),
    ),
    '<label>words<input name="words" type="search" autocomplete="off"></label>',
    "</form>",
  ].join("");
}
