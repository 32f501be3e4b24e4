/** Kinds of work × models, the runtimes as marks, each beside a plain loop in the same runtime: the answer at one sight. */
import { kindsOfWork, timesOf, type Work, workLine } from "../../analysis/kinds-of-work.ts";
import { estimateText, significant, timesScale } from "../../analysis/numbers.ts";
import { runtimeTitle, variantLabel } from "../../analysis/words.ts";
import type { Draw, PanelSpec } from "../pictures/picture.ts";
import { runtimeScales } from "../pictures/theme.ts";
import { speedUpText } from "../text.ts";
import { ownValue } from "../../own-value.ts";
import { TIMES_LABEL, ends, lineAtOne, logDomain, nominal } from "./support/axes.ts";

export const draw: Draw = ({ report }) => {
  const about = { name: "overview", title: "Which model for which work, in which runtime?" };
  const works = kindsOfWork(report.comparisons);
  if (works.length === 0) {
    return { ...about, absent: "Nothing was measured beside sequential: `pnpm bench` measures both." };
  }
  return {
    ...about,
    sentence: works.map((work) => `${workLine(work)}.`).join(" "),
    howToRead:
      "How many times as fast as sequential in the same runtime, with 95 % intervals: 1× is as fast. The figure is the range over the " +
      "runtimes. Filled marks lead in their runtime: sequential is shown to be slower, and no model to be faster. A tinted cell leads in " +
      "every runtime, a lightly tinted one in some; of several tinted cells in a row none is shown to be the fastest.",
    panels: [{ title: "", spec: spec(works, report.runtimes) }],
    table: {
      header: ["kind of work", "workload", "runtime", "model", "× sequential", "leads"],
      right: ["× sequential"],
      rows: works.flatMap((work) =>
        work.cells.map(({ row, leads }) => [
          work.kind,
          `${work.workload}, ${work.size}`,
          runtimeTitle(row.runtime),
          variantLabel(
            row,
            work.cells.map((cell) => cell.row),
          ),
          `${speedUpText(row)} ${(estimateText(row.speedUp, timesScale) ?? "").replace(/^\S+ ?/, "")}`.trim(),
          leads === null ? "too few executions" : leads ? "yes" : "no",
        ]),
      ),
    },
  };
};

/** The narrowest screen holds these three columns and the names of kinds beside them. */
const WIDTH = 63;
/** Where the first of the runtimes' lines lies, below the figure, and how far one is from the next. */
const FIRST_LINE = 22;
const LINE = 9;
/** As high as three runtimes need, at least. */
const heightFor = (runtimes: number): number => FIRST_LINE + LINE * (Math.max(runtimes, 3) - 1) + 4;

const COLUMNS = {
  async: "async",
  threading: "threads",
  multiprocessing: "processes",
  distributed: "job workers",
} as const;

/** Short enough to stand beside a row, and what of this kind was measured. */
const LABELS: Readonly<Record<string, [label: string, hint: string]>> = {
  waiting: ["waiting", "a few timers"],
  "network I/O": ["network", "many requests"],
  "blocking library": ["blocking library", "calls that block"],
  "file I/O": ["files", "read, then hash"],
  "fine-grained CPU": ["CPU, small tasks", "below 0.1 ms each"],
  CPU: ["CPU", "long tasks"],
  "CPU with large data": ["CPU, large data", "images"],
};

function spec(works: readonly Work[], runtimes: readonly string[]): PanelSpec {
  const columns = Object.entries(COLUMNS).filter(([model]) =>
    works.some(({ cells }) => cells.some((cell) => cell.model === model)),
  );
  const labels = works.map((work) => labelOf(work, works));
  const hints = new Map(works.map((work, index) => [labels[index], hintOf(work, works)]));
  const places = works.flatMap((work, index) =>
    columns.flatMap(([model, column]) => {
      const own = work.cells.filter((cell) => cell.model === model);
      return own.length === 0 ? [] : [{ kind: labels[index]!, column, own }];
    }),
  );
  const marks = places.flatMap(({ kind, column, own }) =>
    own.map((cell) => ({
      kind,
      column,
      runtime: runtimeTitle(cell.runtime),
      leads: cell.leads === true,
      ...ends(cell.row.speedUp),
    })),
  );
  const cells = places.map(({ kind, column, own }) => ({
    kind,
    column,
    label: timesOf(own, (figure) => significant(figure, 2)),
    ...(column === columns[0]![1] ? { rowLabel: kind, hint: hints.get(kind) ?? "" } : {}),
    tint: own.filter(({ leads }) => leads).length / own.length,
  }));
  const domain = logDomain([1, 2, ...marks.flatMap(({ low, high, value }) => [low, high, value])], 1.4); // no mark over an edge
  const x = { type: "quantitative" as const, scale: { type: "log" as const, domain, nice: false } };
  const axis = { values: [0.1, 0.3, 1, 3, 10, 30, 100], labelExpr: TIMES_LABEL, title: null, labelOverlap: true };
  const titles = runtimes.map(runtimeTitle);
  const height = heightFor(runtimes.length);
  const y = { ...nominal("runtime"), scale: { domain: titles, range: [FIRST_LINE, height - 4] }, axis: null };
  const { color, shape } = runtimeScales(runtimes);
  return {
    data: { values: [...marks, ...cells] },
    title: {
      text: [
        "times as fast as sequential in the same runtime",
        "black line: 1×; bars: 95 % intervals; log scale",
        "filled: leads in its runtime, alone or in a tie",
        "dark: leads in every runtime; light: in some",
      ],
      orient: "bottom",
      fontSize: 11,
      fontWeight: "normal",
      color: "var(--quiet)",
    },
    facet: {
      row: {
        field: "kind",
        type: "nominal",
        title: null,
        sort: labels,
        header: { labels: false }, // written below, as headers of unlike width do not stand under each other
      },
      column: { field: "column", type: "nominal", title: null, sort: columns.map(([, column]) => column) },
    },
    spacing: 4,
    spec: {
      width: WIDTH,
      height,
      layer: [
        {
          transform: [{ filter: "datum.tint > 0" }],
          mark: { type: "rect", color: "var(--accent)" },
          encoding: {
            x: { value: 0 },
            x2: { value: WIDTH },
            y: { value: 0 },
            y2: { value: height },
            opacity: { condition: { test: "datum.tint == 1", value: 0.24 }, value: 0.11 },
          },
        },
        lineAtOne({ x: { datum: 1, ...x }, y: { value: FIRST_LINE - 6 }, y2: { value: height } }),
        {
          transform: [{ filter: "isValid(datum.value)" }],
          mark: { type: "rule", size: 2 },
          encoding: { x: { field: "low", ...x, axis }, x2: { field: "high" }, y, color },
        },
        {
          transform: [{ filter: "isValid(datum.value)" }],
          mark: { type: "point", size: 46, fillOpacity: 1, strokeWidth: 1.5 },
          encoding: {
            x: { field: "value", ...x },
            y,
            shape,
            stroke: color,
            fill: { condition: { test: "datum.leads", ...color }, value: "var(--page)" },
          },
        },
        {
          transform: [{ filter: "isValid(datum.label)" }],
          mark: { type: "text", align: "left", fontSize: 10 }, // "0.81–0.96×" is as wide as a cell
          encoding: { text: { field: "label" }, x: { value: 3 }, y: { value: 9 } },
        },
        {
          transform: [{ filter: "isValid(datum.rowLabel)" }],
          mark: { type: "text", align: "right", fontSize: 11 },
          encoding: { text: { field: "rowLabel" }, x: { value: -6 }, y: { value: height / 2 - 5 } },
        },
        {
          transform: [{ filter: "isValid(datum.hint)" }],
          mark: { type: "text", align: "right", fontSize: 9.5, color: "var(--quiet)" },
          encoding: { text: { field: "hint" }, x: { value: -6 }, y: { value: height / 2 + 8 } },
        },
      ],
    },
  };
}

/** The kind of work; the workload, where several are of that kind. */
const labelOf = (work: Work, works: readonly Work[]): string =>
  isAlone(work, works) ? (ownValue(LABELS, work.kind)?.[0] ?? work.kind) : work.workload;

/** What of the kind was measured; the kind, where the label is a workload. */
const hintOf = (work: Work, works: readonly Work[]): string | undefined =>
  isAlone(work, works) ? ownValue(LABELS, work.kind)?.[1] : work.kind;

const isAlone = ({ kind, own }: Work, works: readonly Work[]): boolean =>
  works.filter((work) => work.kind === kind).length === 1 && !own;
