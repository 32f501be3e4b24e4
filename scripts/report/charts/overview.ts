/** Nine cells, runtime × model, relative to the best of them: the answer at one sight. */
import type { Estimate } from "../../analysis/estimate.ts";
import { estimateText, plainScale, ratioText } from "../../analysis/numbers.ts";
import type { Report } from "../../analysis/report.ts";
import { listed, numberWord, runtimeTitle } from "../../analysis/words.ts";
import type { Draw, PanelSpec } from "../pictures/picture.ts";
import { runtimeScales } from "../pictures/theme.ts";
import { logDomain } from "./support/axes.ts";

type Overview = Report["overview"];
type Cell = Overview["cells"][number];

export const draw: Draw = ({ report: { overview } }) => {
  const about = { name: "overview", title: "Which runtime, which model?" };
  const { cells, best, workloads } = overview;
  if (best === null) {
    return { ...about, absent: "No workload was measured in every runtime and model: `pnpm bench` measures them." };
  }
  return {
    ...about,
    sentence: sentence(overview),
    howToRead:
      `1.00 is the best of the nine. The large mark is the geometric mean over ${numberWord(workloads.length)} workload${workloads.length === 1 ? "" : "s"}, each counted once, ` +
      "with its 95 % interval; each small tick is one workload, relative to the best of the nine there.",
    panels: [{ title: "", spec: spec(overview) }],
    table: {
      columns: [
        { name: "runtime" },
        { name: "model" },
        { name: "relative to the best", figures: true },
        ...workloads.map(({ workload, size }) => ({ name: `${workload}, ${size}`, figures: true })),
      ],
      rows: cells.map((cell) => [
        runtimeTitle(cell.runtime),
        cell.model,
        text(cell.relativeSpeed),
        ...cell.workloads.map(({ relativeSpeed }) => text(relativeSpeed)),
      ]),
    },
  };
};

const text = (estimate: Estimate): string => estimateText(estimate, plainScale) ?? "–";

const WIDTH = 67;
const HEIGHT = 66;

function spec({ cells }: Overview): PanelSpec {
  const runtimes = [...new Set(cells.map(({ runtime }) => runtime))];
  const means = cells.flatMap((cell) =>
    cell.relativeSpeed.median === null ? [] : [{ ...placeOf(cell), ...pointOf(cell.relativeSpeed) }],
  );
  const each = cells.flatMap((cell) =>
    cell.workloads.flatMap(({ relativeSpeed: { median } }) =>
      median === null ? [] : [{ ...placeOf(cell), each: median }],
    ),
  );
  const domain = logDomain(
    [...means.flatMap(({ value, low, high }) => [value, low, high]), ...each.map((one) => one.each)],
    1.12,
  );
  const x = { type: "quantitative" as const, scale: { type: "log" as const, domain, nice: false } };
  const axis = {
    values: (domain[0] < 0.05 ? [0.01, 0.1, 1] : [0.1, 0.3, 1]).filter((tick) => tick >= domain[0]),
    labelExpr: "format(datum.value, '~g')",
    title: null,
  };
  const color = {
    field: "runtime",
    type: "nominal" as const,
    legend: null,
    ...runtimeScales(runtimes, runtimeTitle).color,
  };
  return {
    data: { values: [...means, ...each] },
    facet: {
      row: {
        field: "model",
        type: "nominal",
        title: null,
        sort: ["async", "threading", "multiprocessing"],
        header: {
          labelAngle: 0,
          labelAlign: "left",
          labelFontSize: 11,
          labelLimit: 120,
        },
      },
      column: { field: "runtime", type: "nominal", title: null, sort: runtimes.map(runtimeTitle) },
    },
    spacing: 4,
    spec: {
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          mark: { type: "tick", orient: "vertical", size: 12, thickness: 1.5, opacity: 0.55 },
          encoding: { x: { ...x, field: "each", axis }, y: { value: HEIGHT - 9 }, color },
        },
        {
          mark: { type: "rule", size: 2.5 },
          encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y: { value: HEIGHT - 24 }, color },
        },
        {
          mark: { type: "point", size: 70 },
          encoding: { x: { ...x, field: "value" }, y: { value: HEIGHT - 24 }, color },
        },
        {
          transform: [{ filter: "isValid(datum.label)" }],
          mark: { type: "text", align: "left", fontSize: 15, fontWeight: "bold" },
          encoding: { text: { field: "label" }, x: { value: 5 }, y: { value: 12 } },
        },
        {
          transform: [{ filter: "isValid(datum.label)" }],
          mark: { type: "text", align: "left", fontSize: 9.5, color: "var(--quiet)" },
          encoding: { text: { field: "interval" }, x: { value: 5 }, y: { value: 26 } },
        },
      ],
    },
  };
}

const placeOf = ({ runtime, model }: Cell) => ({ runtime: runtimeTitle(runtime), model });

function pointOf({ median, interval }: Estimate) {
  const value = median!;
  return {
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
    label: ratioText(value),
    interval: interval === null ? "" : `${ratioText(interval.low)}–${ratioText(interval.high)}`,
  };
}

/** Who leads over all, who cannot be told from the leader, and where each model is the best. */
function sentence({ cells, workloads }: Overview): string {
  const ranked = cells
    .filter(({ relativeSpeed }) => relativeSpeed.median !== null)
    .sort((a, b) => b.relativeSpeed.median! - a.relativeSpeed.median!);
  const [first, ...others] = ranked;
  const last = others.at(-1);
  if (!first || !last) return "One cell alone was measured.";
  const over =
    workloads.length === 1
      ? `On ${workloads[0]!.workload}`
      : `Over ${numberWord(workloads.length)} workloads, each counted once`;
  const indicative = others.every(({ relativeSpeed }) => relativeSpeed.interval === null);
  const level = others.filter(({ relativeSpeed: { interval } }) => interval !== null && interval.high >= 1);
  const lead = indicative
    ? `too few executions for an interval, so indicative only: ${nameOf(first)} has the shortest times`
    : level.length === 0
      ? `${nameOf(first)} is the fastest of the ${numberWord(ranked.length)}`
      : `${listed([first, ...level].map(nameOf))} lead and cannot be told apart`;
  const models = [...Map.groupBy(workloads, ({ best }) => best.model)].map(
    ([model, own]) => `${model} on ${listed(own.map(({ workload }) => workload))}`,
  );
  return (
    `${over}, ${lead}; ${nameOf(last)} is last, at ${ratioText(last.relativeSpeed.median!)} of the best speed. ` +
    `Which model suits depends on the work: the shortest times are those of ${listed(models)}.`
  );
}

const nameOf = ({ runtime, model }: Pick<Cell, "runtime" | "model">): string =>
  `${runtimeTitle(runtime)} with ${model}`;
