/**
 * How every picture looks. Colours are the page's own CSS variables, so that light, dark and print need no second drawing; each
 * runtime and each model has a shape as well, so that colour is never the only thing that tells two apart.
 */
import type { Config } from "vega-lite";
import { runtimeTitle } from "../../analysis/words.ts";
import { ownValue } from "../../own-value.ts";

const TEXT = "var(--text)";
const QUIET = "var(--quiet)";
const LINE = "var(--line)";

const FONT = "system-ui, sans-serif";

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
const RUNTIMES = { node: "circle", deno: "square", bun: "triangle-up" };
const MODELS = {
  sequential: "cross",
  async: "circle",
  threading: "square",
  multiprocessing: "diamond",
  distributed: "triangle-up",
};

const channel = (field: string, domain: readonly string[], range: readonly string[]) => ({
  field,
  type: "nominal" as const,
  scale: { domain: [...domain], range: [...range] },
});

/** A field by colour and by shape. */
type Scales = Record<"color" | "shape", ReturnType<typeof channel>>;

/** Of the field "runtime", whose values are titles. */
export const runtimeScales = (runtimes: readonly string[]): Scales =>
  scales("runtime", runtimes, RUNTIMES, "other-runtime", runtimeTitle);

/** Of the field "model". */
export const modelScales = (models: readonly string[]): Scales => scales("model", models, MODELS, "sequential");

/** Of a field of anything else; beyond the sixth value they begin anew. */
export function seriesScales(field: string, values: Iterable<string>): Scales {
  const domain = [...new Set(values)];
  const places = domain.map((_, index) => index % SERIES.length);
  const colours = places.map((place) => `var(--series-${place + 1})`);
  const found = places.map((place) => SERIES[place]!);
  return { color: channel(field, domain, colours), shape: channel(field, domain, found) };
}

function scales(
  field: string,
  names: readonly string[],
  shapes: Record<string, string>,
  other: string,
  title = (name: string): string => name,
): Scales {
  const domain = names.map((name) => title(name));
  const colours = names.map((name) => `var(--${Object.hasOwn(shapes, name) ? name : other})`);
  const found = names.map((name) => ownValue(shapes, name) ?? "cross");
  return { color: channel(field, domain, colours), shape: channel(field, domain, found) };
}
