/** A/A: cells that ran twice in a block beside themselves, which shows what differences mean nothing here. */
import { percentText, ratioText } from "../../analysis/numbers.ts";
import type { Report } from "../../analysis/report.ts";
import { runtimeTitle } from "../../analysis/words.ts";
import { noiseSentences } from "../noise-text.ts";
import type { Draw, PanelSpec } from "../pictures/picture.ts";
import { modelScales } from "../pictures/theme.ts";
import { TIMES_LABEL, lineAtOne, logAxis, logDomain, nominal } from "./support/axes.ts";

type Pair = Report["noise"]["ghostPairs"][number];

export const draw: Draw = ({ report }) => {
  const about = { name: "same-twice", title: "How much does the same differ from itself?" };
  const { ghostPairs: pairs, floor } = report.noise;
  if (pairs.length === 0) {
    return {
      ...about,
      absent: "No cell was run twice in a block: `pnpm bench` does so, `pnpm bench --smoke` does not.",
    };
  }
  const margin = floor?.median ?? 0;
  const ratios = pairs.map(({ ratio }) => ratio);
  const domain = logDomain([...ratios, 1 / (1 + margin), 1 + margin, 0.95, 1.05], 1.02);
  const shown = report.runtimes.filter((runtime) => pairs.some((pair) => pair.runtime === runtime));
  return {
    ...about,
    sentence: noiseSentences(report)[0] ?? "",
    howToRead:
      "Each mark is one cell's time divided by its own in the same block, where nothing differs but the moment: all of it is noise. " +
      "The shaded band is the noise floor, the smallest difference that a comparison over all blocks can show.",
    panels: shown.map((runtime) => ({
      title: runtimeTitle(runtime),
      spec: panel(
        pairs.filter((pair) => pair.runtime === runtime),
        report.models,
        domain,
        margin,
      ),
    })),
    table: {
      header: ["workload", "runtime", "model", "block", "ratio", "apart"],
      right: ["block", "ratio", "apart"],
      rows: pairs.map(({ workload, size, runtime, model, block, ratio }) => [
        `${workload}, ${size}`,
        runtimeTitle(runtime),
        model,
        String(block),
        ratioText(ratio),
        percentText(Math.abs(ratio - 1)),
      ]),
    },
  };
};

function panel(pairs: readonly Pair[], models: readonly string[], domain: [number, number], margin: number): PanelSpec {
  const values = pairs.map(({ workload, size, model, ratio }) => ({
    comparison: `${workload}, ${size}`,
    model,
    ratio,
  }));
  const { color, shape } = modelScales(models);
  const legend = { columns: 1 };
  const x = logAxis(domain, TIMES_LABEL, "time ÷ its own");
  const y = { ...nominal("comparison"), axis: { title: null, grid: true, ticks: false } };
  return {
    width: 165,
    height: { step: 24 },
    layer: [
      {
        data: { values: [{ from: 1 / (1 + margin), to: 1 + margin }] },
        mark: { type: "rect", color: "var(--quiet)", opacity: 0.2 },
        encoding: { x: { field: "from", ...x }, x2: { field: "to" } },
      },
      lineAtOne({ x: { datum: 1, ...x } }),
      {
        data: { values },
        mark: { type: "point", filled: false, strokeWidth: 1.5, size: 45 },
        encoding: { x: { field: "ratio", ...x }, y, color: { ...color, legend }, shape: { ...shape, legend } },
      },
    ],
  };
}
