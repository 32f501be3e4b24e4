/** How many tasks, threads and processes can be had at once: time until all are ready, up to where it ends. */
import type { LadderRow } from "@triathlon/core/results/experiment-report";
import { bytesScale, estimateText, rangeText, secondsScale, whole } from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { type Draw, experimentAbsent, panelsBy, type PanelSpec } from "../pictures/picture.ts";
import { SECONDS_LABEL, logAxis, logDomain, nominal } from "./support/axes.ts";

const PLACES = [
  { place: "task", color: "var(--async)", shape: "circle" },
  { place: "thread", color: "var(--threading)", shape: "square" },
  { place: "process", color: "var(--multiprocessing)", shape: "diamond" },
] as const;

const COUNT_LABEL =
  "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' M' : datum.value >= 1e4 ? format(datum.value / 1e3, '~g') + ' k' : format(datum.value, '~g')";

export const draw: Draw = ({ experiments }) => {
  const about = { name: "ladder", title: "How many can I have?" };
  const rows = experiments?.ladder.filter(({ steps }) => steps.length > 0) ?? [];
  if (rows.length === 0) return experimentAbsent(about, "ladder");
  const steps = rows.flatMap((row) => row.steps);
  const domains: Domains = {
    x: logDomain(
      steps.map(({ count }) => count),
      3,
    ),
    y: logDomain(
      steps.flatMap(({ readySeconds: { median } }) => (median !== null && median > 0 ? [median] : [])),
      1.6,
    ),
  };
  return {
    ...about,
    sentence: sentence(rows),
    howToRead:
      "N is doubled until all being ready takes too long, takes too much memory, or fails; the word at the last point says which. Both axes are logarithmic.",
    panels: panelsBy(
      rows,
      ({ runtime }) => runtimeTitle(runtime),
      (own) => panel(own, domains),
    ),
    table: {
      header: ["runtime", "what", "at once", "all ready after", "memory of each", "ended by"],
      right: ["at once", "all ready after", "memory of each"],
      rows: rows.flatMap(({ runtime, place, steps: own, endedBy, firstFailure }) =>
        own.map(({ count, readySeconds, eachBytes }, index) => [
          runtimeTitle(runtime),
          place,
          whole(count),
          estimateText(readySeconds, secondsScale) ?? "–",
          estimateText(eachBytes, bytesScale) ?? "–",
          index < own.length - 1 ? "" : firstFailure === null ? endedBy : `${endedBy}: ${firstFailure}`,
        ]),
      ),
    },
  };
};

interface Domains {
  x: [number, number];
  y: [number, number];
}

function panel(rows: readonly LadderRow[], domains: Domains): PanelSpec {
  const values = rows.flatMap(({ place, steps }) =>
    steps.flatMap(({ count, readySeconds: { median } }) =>
      median === null || median <= 0 ? [] : [{ place, count, ready: median }],
    ),
  );
  const ends = rows.flatMap(({ place, endedBy }) => {
    const last = values.findLast((value) => value.place === place);
    return last ? [{ ...last, endedBy }] : [];
  });
  const domain = PLACES.map(({ place }) => place);
  const place = nominal("place");
  const color = { ...place, scale: { domain, range: PLACES.map((one) => one.color) } };
  const shape = { ...place, scale: { domain, range: PLACES.map((one) => one.shape) } };
  const x = logAxis(domains.x, COUNT_LABEL, "at once");
  const y = logAxis(domains.y, SECONDS_LABEL, "all ready after");
  return {
    width: 234,
    height: 200,
    data: { values },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.5 },
        encoding: { x: { field: "count", ...x }, y: { field: "ready", ...y }, color },
      },
      {
        mark: { type: "point", size: 45 },
        encoding: { x: { field: "count", ...x }, y: { field: "ready", ...y }, color, shape },
      },
      {
        data: { values: ends },
        mark: { type: "text", align: "left", dx: 8, color: "var(--quiet)" },
        encoding: { x: { field: "count", ...x }, y: { field: "ready", ...y }, text: { field: "endedBy" } },
      },
    ],
  };
}

function sentence(rows: readonly LadderRow[]): string {
  const plural = { task: "tasks", thread: "threads", process: "processes" };
  const clauses = PLACES.flatMap(({ place }) => {
    const most = rows.filter((row) => row.place === place).flatMap((row) => row.most.median ?? []);
    return most.length === 0 ? [] : [`${rangeText(most, whole)} ${plural[place]}`];
  });
  return `Within the limits of the experiment, ${listed(clauses)} were ready at once in one program.`;
}
