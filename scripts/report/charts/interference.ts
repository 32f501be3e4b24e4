/** What workers still share: the slow-down of one while another makes noise. */
import type { InterferenceRow } from "@triathlon/core/results/experiment-report";
import { estimateText, isKnown, ratioText, timesScale } from "../../analysis/numbers.ts";
import { runtimeTitle } from "../../analysis/words.ts";
import { disturbedPairs, isDisturbed } from "../../analysis/disturbed-pairs.ts";
import { type Draw, experimentAbsent, type PanelSpec } from "../pictures/picture.ts";
import { nominal } from "./support/axes.ts";

export const draw: Draw = ({ experiments }) => {
  const about = { name: "interference", title: "What do workers still share?" };
  const rows = experiments?.interference ?? [];
  if (!rows.some(({ slowDown }) => slowDown.median !== null)) return experimentAbsent(about, "interference");
  const most = Math.max(2, ...rows.map(({ slowDown }) => slowDown.median ?? 1));
  const groups = [...Map.groupBy(rows, ({ runtime, place }) => `${runtimeTitle(runtime)}, ${place}`)];
  return {
    ...about,
    sentence: sentence(rows),
    howToRead:
      "Time of the probe in one worker while another worker makes the noise, divided by its time alone: the deeper the colour the more disturbed. ≈ has not been shown to differ from 1 by more than 2 %; a dash was not measured.",
    panels: groups.map(([title, own]) => ({ title, spec: panel(own, most) })),
    table: {
      header: ["runtime", "model", "noise", "probe", "slow-down"],
      right: ["slow-down"],
      rows: rows.map(({ runtime, place, noise, probe, slowDown }) => [
        runtimeTitle(runtime),
        place,
        noise,
        probe,
        estimateText(slowDown, timesScale) ?? "–",
      ]),
    },
  };
};

/** The deepest colour still lets the figure be read on it. */
const DEEPEST = 0.5;

function panel(rows: readonly InterferenceRow[], most: number): PanelSpec {
  const values = rows.map(({ noise, probe, slowDown }) => {
    const { median, interval } = slowDown;
    const about = { noise, probe };
    if (median === null) return { ...about, depth: 0, label: "–" };
    if (interval !== null && !isDisturbed(slowDown)) return { ...about, depth: 0, label: "≈" };
    const depth = DEEPEST * Math.min(1, Math.max(0, Math.log(median) / Math.log(most)));
    return { ...about, depth, label: ratioText(median) };
  });
  const noises = [...new Set(rows.map(({ noise }) => noise))];
  const probes = [...new Set(rows.map(({ probe }) => probe))];
  const x = {
    ...nominal("probe"),
    sort: probes,
    axis: {
      title: "probe",
      labelAngle: -40,
      labelAlign: "left" as const,
      orient: "top" as const,
      ticks: false,
      domain: false,
    },
  };
  const y = { ...nominal("noise"), sort: noises, axis: { title: null, ticks: false, domain: false } };
  return {
    width: 165,
    height: { step: 30 },
    data: { values },
    layer: [
      {
        mark: { type: "rect", color: "var(--bun)", stroke: "var(--line)", strokeWidth: 1 },
        encoding: { x, y, fillOpacity: { field: "depth", type: "quantitative", scale: null, legend: null } },
      },
      { mark: { type: "text", fontSize: 12 }, encoding: { x, y, text: { field: "label" } } },
    ],
  };
}

function sentence(rows: readonly InterferenceRow[]): string {
  const pairs = disturbedPairs(rows);
  if (pairs?.differ === 0)
    return `None of ${pairs.tried} pairs that were tried has been shown to differ from 1 by more than 2 %.`;
  const measured = rows.filter(({ slowDown }) => slowDown.median !== null && (pairs === null || isDisturbed(slowDown)));
  const known = measured.filter(({ slowDown }) => isKnown(slowDown));
  const worst = (known.length > 0 ? known : measured).reduce((most, row) =>
    row.slowDown.median! > most.slowDown.median! ? row : most,
  );
  const how =
    pairs === null
      ? `There are too few blocks to tell which of ${measured.length} pairs are disturbed`
      : `Of ${pairs.tried} pairs that were tried ${pairs.differ} differ from 1 by more than 2 %, and ${pairs.byChance} would lie on one side of 1 by chance alone`;
  return (
    `${how}; the most, ${ratioText(worst.slowDown.median!)} times as slow, ` +
    `${runtimeTitle(worst.runtime)}'s probe "${worst.probe}" beside "${worst.noise}" in ${worst.place}.`
  );
}
