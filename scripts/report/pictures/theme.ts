/**
 * How every picture looks. Colours are the page's own CSS variables, so that light, dark and print need no second drawing; each
 * runtime and each model has a shape as well, so that colour is never the only thing that tells two apart.
 */
import type { Config } from "vega-lite";

const TEXT = "var(--text)";
const QUIET = "var(--quiet)";
const LINE = "var(--line)";

export const FONT = "system-ui, sans-serif";

export const config: Config = {
  aria: false, // the figure's sentence and table stand for it as a whole
  background: "transparent",
  padding: 4,
  font: FONT,
  view: { stroke: LINE },
  axis: {
    labelColor: QUIET,
    titleColor: QUIET,
    gridColor: LINE,
    domainColor: LINE,
    tickColor: LINE,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: "normal",
    labelLimit: 130,
  },
  header: { labelColor: TEXT, titleColor: TEXT, labelFontSize: 12 },
  legend: {
    labelColor: TEXT,
    titleColor: QUIET,
    labelFontSize: 12,
    titleFontSize: 11,
    orient: "top",
    direction: "horizontal",
    title: null,
    symbolSize: 80,
    symbolOpacity: 1,
    columnPadding: 8,
  },
  text: { color: TEXT, fontSize: 11 },
  point: { size: 60, filled: true, opacity: 1 },
  rule: { color: QUIET },
};

/** For what is neither a runtime nor a model. */
const SERIES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];

/** In the order in which they are listed everywhere; what else a run may hold comes behind and shares the last. */
const RUNTIMES = [
  { name: "node", shape: "circle" },
  { name: "deno", shape: "square" },
  { name: "bun", shape: "triangle-up" },
];

const MODELS = [
  { name: "sequential", shape: "cross" },
  { name: "async", shape: "circle" },
  { name: "threading", shape: "square" },
  { name: "multiprocessing", shape: "diamond" },
];

export interface Scales {
  color: { scale: { domain: string[]; range: string[] } };
  shape: { scale: { domain: string[]; range: string[] } };
}

/** Colour and shape of the runtimes, titles as labels. */
export const runtimeScales = (runtimes: readonly string[], title: (name: string) => string): Scales =>
  scales(runtimes, RUNTIMES, "other-runtime", title);

/** Colour and shape of the models. */
export const modelScales = (models: readonly string[]): Scales => scales(models, MODELS, "sequential", (name) => name);

/** Colour and shape of anything else; beyond the sixth they begin anew. */
export function seriesScales(domain: readonly string[]): Scales {
  const pick = (index: number): number => index % SERIES.length;
  return {
    color: { scale: { domain: [...domain], range: domain.map((_, index) => `var(--series-${pick(index) + 1})`) } },
    shape: { scale: { domain: [...domain], range: domain.map((_, index) => SERIES[pick(index)]!) } },
  };
}

function scales(
  names: readonly string[],
  known: readonly { name: string; shape: string }[],
  other: string,
  title: (name: string) => string,
): Scales {
  const found = names.map((name) => known.find((one) => one.name === name) ?? { name: other, shape: "cross" });
  const domain = names.map(title);
  return {
    color: { scale: { domain, range: found.map(({ name }) => `var(--${name})`) } },
    shape: { scale: { domain, range: found.map(({ shape }) => shape) } },
  };
}
