/** How late the main loop is while a blocking function runs, here or elsewhere: cumulative distributions. */
import type { LoopDelayRow } from "@triathlon/core/results/experiment-report";
import { estimateText, isKnown, secondsRange, secondsScale } from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { type Draw, experimentAbsent, type PanelSpec } from "../pictures/picture.ts";
import { SECONDS_LABEL, logAxis, nominal } from "./support/axes.ts";

const PLACES = [
  { place: "main", color: "var(--series-1)", dash: [1, 0] },
  { place: "thread", color: "var(--threading)", dash: [6, 2] },
  { place: "process", color: "var(--multiprocessing)", dash: [2, 2] },
] as const;

/** A frame at 60 Hz, and what a person notices as a delay (Nielsen, "Usability Engineering", 1993, chapter 5). */
const LINES = [
  { at: 1 / 60, label: "16.7 ms" },
  { at: 0.1, label: "100 ms" },
];

/** What is below cannot be told from a timer's own grain. */
const LEAST = 1e-4;

export const draw: Draw = ({ experiments }) => {
  const about = { name: "loop-delay", title: "Does the main loop stay free?" };
  const rows = experiments?.loopDelay.filter(({ distribution }) => distribution.length > 0) ?? [];
  if (rows.length === 0) return experimentAbsent(about, "loop-delay");
  const longest = Math.max(0.2, ...rows.flatMap(({ distribution }) => distribution.at(-1)!.delaySeconds));
  const groups = [...Map.groupBy(rows, (row) => `${runtimeTitle(row.runtime)}, ${row.function}`)];
  return {
    ...about,
    sentence: sentence(rows),
    howToRead:
      "Read upwards: this share of the main loop's timers was at most so late. The lines stand at 16.7 ms, one frame of a screen, and 100 ms, which a person notices. Delays below 0.1 ms are drawn there.",
    panels: groups.map(([title, own]) => ({ title, spec: panel(own, longest) })),
    table: {
      header: ["runtime", "function", "runs in", "one call", "median delay", "longest delay"],
      right: ["one call", "median delay", "longest delay"],
      rows: rows.map((row) => [
        runtimeTitle(row.runtime),
        row.function,
        row.place,
        ...[row.callSeconds, row.medianSeconds, row.maxSeconds].map(
          (estimate) => estimateText(estimate, secondsScale) ?? "–",
        ),
      ]),
    },
  };
};

function panel(rows: readonly LoopDelayRow[], longest: number): PanelSpec {
  const values = rows.flatMap(({ place, distribution }) =>
    distribution.map(({ delaySeconds, share }) => ({ place, delay: Math.max(LEAST, delaySeconds), share })),
  );
  const domain = PLACES.map(({ place }) => place);
  const place = nominal("place");
  const x = logAxis([LEAST, longest * 1.2], SECONDS_LABEL, "delay");
  const y = {
    type: "quantitative" as const,
    scale: { domain: [0, 1.08], nice: false },
    axis: { title: "share of timers", values: [0, 0.25, 0.5, 0.75, 1], format: ".0%" },
  };
  return {
    width: 250,
    height: 150,
    layer: [
      {
        data: { values: LINES },
        mark: { type: "rule", size: 1, strokeDash: [3, 3] },
        encoding: { x: { field: "at", ...x } },
      },
      {
        data: { values: LINES },
        mark: { type: "text", align: "right", dx: -3, baseline: "top", color: "var(--quiet)" },
        encoding: { x: { field: "at", ...x }, y: { value: 2 }, text: { field: "label" } },
      },
      {
        data: { values },
        mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
        encoding: {
          x: { field: "delay", ...x },
          y: { field: "share", ...y },
          color: { ...place, scale: { domain, range: PLACES.map(({ color }) => color) } },
          strokeDash: { ...place, scale: { domain, range: PLACES.map(({ dash }) => [...dash]) } },
        },
      },
    ],
  };
}

function sentence(rows: readonly LoopDelayRow[]): string {
  const clauses = PLACES.flatMap(({ place }) => {
    const late = rows
      .filter((row) => row.place === place)
      .flatMap(({ maxSeconds }) => (isKnown(maxSeconds) ? (maxSeconds.median ?? []) : []));
    if (late.length === 0) return [];
    const where = place === "main" ? "on the main thread" : `in a ${place}`;
    return [`${secondsRange(late)} while the function runs ${where}`];
  });
  return clauses.length === 0
    ? "How late the main loop is, is not known here."
    : `The main loop is late by up to ${listed(clauses)}.`;
}
