/** Every cell of a run as a point, a panel for each runtime: two figures against each other, both logarithmic. */
import type { Estimate } from "../../../analysis/estimate.ts";
import { estimateText, type Scale } from "../../../analysis/numbers.ts";
import type { Report, Row } from "../../../analysis/report.ts";
import { runtimeTitle, variantLabel } from "../../../analysis/words.ts";
import type { Panel, PanelSpec, Table } from "../../pictures/picture.ts";
import { modelScales } from "../../pictures/theme.ts";
import { logAxis, logDomain } from "./axes.ts";

/** One of the two figures. */
export interface Figure {
  title: string;
  of: (row: Row) => Estimate;
  /** Vega expression for a tick. */
  label: string;
  scale: (typical: number) => Scale;
}

export interface Point {
  workload: string;
  size: string;
  label: string;
  row: Row;
}

/** The cells that have both figures. */
export function pointsOf({ comparisons }: Report, x: Figure, y: Figure): Point[] {
  return comparisons.flatMap(({ workload, size, rows }) =>
    rows
      .filter((row) => (x.of(row).median ?? 0) > 0 && (y.of(row).median ?? 0) > 0)
      .map((row) => ({ workload, size, label: variantLabel(row, rows), row })),
  );
}

/** Lines of equal y ÷ x, each with its label. */
export type Diagonals = readonly { factor: number; label: string }[];

export function scatterPanels(
  { runtimes, models }: Report,
  points: readonly Point[],
  x: Figure,
  y: Figure,
  diagonals: Diagonals = [],
): Panel[] {
  const domainX = logDomain(points.map(({ row }) => x.of(row).median!));
  const domainY = logDomain(points.map(({ row }) => y.of(row).median!));
  return runtimes
    .filter((runtime) => points.some(({ row }) => row.runtime === runtime))
    .map((runtime) => {
      const own = points.filter(({ row }) => row.runtime === runtime);
      return { title: runtimeTitle(runtime), spec: panel(own, models, { x, domainX, y, domainY }, diagonals) };
    });
}

interface Axes {
  x: Figure;
  domainX: [number, number];
  y: Figure;
  domainY: [number, number];
}

function panel(
  points: readonly Point[],
  models: readonly string[],
  { x, domainX, y, domainY }: Axes,
  diagonals: Diagonals,
): PanelSpec {
  const values = points.map(({ row }) => ({ model: row.model, x: x.of(row).median!, y: y.of(row).median! }));
  const { color, shape } = modelScales(models);
  const legend = { columns: 2 };
  const onX = logAxis(domainX, x.label, x.title);
  const onY = logAxis(domainY, y.label, y.title);
  const lines = diagonals.map((diagonal) => ({ ...diagonal, ...clipped(diagonal.factor, domainX, domainY) }));
  return {
    width: 240,
    height: 210,
    layer: [
      {
        data: { values: lines },
        mark: { type: "rule", strokeDash: [4, 3] },
        encoding: {
          x: { field: "x1", ...onX },
          x2: { field: "x2" },
          y: { field: "y1", ...onY },
          y2: { field: "y2" },
        },
      },
      {
        data: { values: lines },
        mark: { type: "text", align: "left", dx: 6, dy: 4, baseline: "top", color: "var(--quiet)" },
        encoding: { x: { field: "x1", ...onX }, y: { field: "y1", ...onY }, text: { field: "label" } },
      },
      {
        data: { values },
        mark: { type: "point", filled: false, strokeWidth: 2 },
        encoding: {
          x: { field: "x", ...onX },
          y: { field: "y", ...onY },
          color: { ...color, legend },
          shape: { ...shape, legend },
        },
      },
    ],
  };
}

/** The part of y = factor · x that lies inside. */
function clipped(factor: number, [left, right]: [number, number], [low, high]: [number, number]) {
  const x1 = Math.max(left, low / factor);
  const x2 = Math.max(x1, Math.min(right, high / factor));
  return { x1, y1: x1 * factor, x2, y2: x2 * factor };
}

export function scatterTable(points: readonly Point[], figures: readonly Figure[]): Table {
  return {
    header: ["workload", "runtime", "model", ...figures.map(({ title }) => title)],
    right: figures.map(({ title }) => title),
    rows: points.map(({ workload, size, label, row }) => [
      `${workload}, ${size}`,
      runtimeTitle(row.runtime),
      label,
      ...figures.map(({ of, scale }) => estimateText(of(row), scale) ?? "–"),
    ]),
  };
}
