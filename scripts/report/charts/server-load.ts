/** A server under load, with its work in the handler and in a pool: how long answers take, and how late its own loop is. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ServerPlace } from "@triathlon/core/results/server";
import type { ServerReport, ServerRow } from "@triathlon/core/results/server-report";
import { estimateText, isKnown, secondsRange, secondsScale, whole } from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { type Absent, panelsBy, type PanelSpec, type Picture } from "../pictures/picture.ts";
import { logAxis, logDomain, nominal, SECONDS_LABEL } from "./support/axes.ts";

/** Where it computes. */
export const PLACES: Readonly<Record<ServerPlace, { title: string; color: string; shape: string }>> = {
  inline: { title: "in the handler", color: "var(--series-1)", shape: "cross" },
  pool: { title: "in the pool", color: "var(--threading)", shape: "square" },
};
const TITLES = Object.values(PLACES).map(({ title }) => title);

/** What a line of a panel shows, from its middle to its 99th percentile. */
const LINES: readonly { title: string; of: (row: ServerRow) => { middle: Estimate; high: Estimate } }[] = [
  { title: "answers", of: ({ latency }) => ({ middle: latency.p50Seconds, high: latency.p99Seconds }) },
  { title: "loop's delay", of: ({ delay }) => ({ middle: delay.p50Seconds, high: delay.p99Seconds }) },
];

/** What is below cannot be told from a timer's own grain. */
const LEAST = 1e-4;

/** One mark: a server under one load, and one of {@link LINES}. */
interface Mark {
  runtime: string;
  line: string;
  place: string;
  middle: number;
  high: number;
}

export function serverLoad({ rows }: Pick<ServerReport, "rows">): Picture | Absent {
  const about = { name: "server", title: "Does a server stay free while it computes?" };
  const completed = rows.filter(({ completed }) => completed > 0);
  if (completed.length === 0) return { ...about, absent: "No server was measured: `pnpm bench:server` does that." };
  const marks = completed.flatMap(marksOf);
  const domain = logDomain(
    marks.flatMap(({ middle, high }) => [middle, high]),
    1.3,
  );
  const labels = LINES.flatMap(({ title }) =>
    connectionsOf(completed).map((connections) => labelOf(title, connections)),
  );
  return {
    ...about,
    sentence: sentence(completed),
    howToRead:
      "A mark is the middle, and its line ends at the 99th percentile, on a logarithmic scale: of the times from a request to its answer, and of how " +
      "late timers in the server's own loop were, which is what every other request waits for. Connections send one request at a time. Delays below 0.1 ms are drawn there.",
    panels: panelsBy(
      marks,
      ({ runtime }) => runtimeTitle(runtime),
      (own) => panel(own, labels, domain),
    ),
    table: {
      header: ["runtime", "connections", "it computes", "what", "median", "99th percentile"],
      right: ["connections", "median", "99th percentile"],
      rows: completed.flatMap((row) =>
        LINES.map(({ title, of }) => [
          runtimeTitle(row.runtime),
          whole(row.connections),
          PLACES[row.place].title,
          title,
          ...[of(row).middle, of(row).high].map((estimate) => estimateText(estimate, secondsScale) ?? "–"),
        ]),
      ),
    },
  };
}

const marksOf = (row: ServerRow): Mark[] =>
  LINES.map(({ title, of }) => ({
    runtime: row.runtime,
    line: labelOf(title, row.connections),
    place: PLACES[row.place].title,
    middle: Math.max(LEAST, of(row).middle.median ?? 0),
    high: Math.max(LEAST, of(row).high.median ?? 0),
  }));

const labelOf = (title: string, connections: number): string => `${title}, ${connections} at a time`;

const connectionsOf = (rows: readonly ServerRow[]): number[] =>
  [...new Set(rows.map(({ connections }) => connections))].sort((a, b) => a - b);

const ROW = 40;

function panel(marks: readonly Mark[], labels: readonly string[], domain: [number, number]): PanelSpec {
  const x = logAxis(domain, SECONDS_LABEL, null);
  const y = {
    ...nominal("line"),
    scale: { domain: [...labels] },
    axis: { title: null, grid: true, ticks: false, labelExpr: "split(datum.label, ', ')" },
  };
  const yOffset = { ...nominal("place"), scale: { domain: TITLES, paddingOuter: 0.6 } };
  const range = (of: "color" | "shape"): string[] => Object.values(PLACES).map((place) => place[of]);
  const color = { ...nominal("place"), scale: { domain: TITLES, range: range("color") } };
  const shape = { ...nominal("place"), scale: { domain: TITLES, range: range("shape") } };
  return {
    width: 175,
    height: labels.length * ROW,
    data: { values: [...marks] },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { x: { field: "middle", ...x }, x2: { field: "high" }, y, yOffset, color },
      },
      {
        mark: { type: "tick", thickness: 2, size: 9 },
        encoding: { x: { field: "high", ...x }, y, yOffset, color },
      },
      {
        mark: { type: "point", filled: true },
        encoding: { x: { field: "middle", ...x }, y, yOffset, color, shape },
      },
    ],
  };
}

function sentence(rows: readonly ServerRow[]): string {
  const most = connectionsOf(rows).at(-1)!;
  const clauses = Object.entries(PLACES).flatMap(([place, { title }]) => {
    const late = rows
      .filter((row) => row.place === place && row.connections === most)
      .flatMap(({ delay: { p99Seconds } }) => (isKnown(p99Seconds) ? (p99Seconds.median ?? []) : []));
    return late.length === 0 ? [] : [`${secondsRange(late)} with the work ${title}`];
  });
  return clauses.length === 0
    ? "How late the server's loop is, is not known here."
    : `With ${whole(most)} requests at a time, 99 of 100 timers in the server's loop are late by at most ${listed(clauses)}.`;
}
