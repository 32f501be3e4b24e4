/**
 * How every picture looks. Colours are the page's own CSS variables, so that light, dark and print need no second drawing; each
 * runtime and each model has a shape as well, so that colour is never the only thing that tells two apart.
 */
import type { Config } from "vega-lite";
import { runtimeTitle } from "../../analysis/words.ts";
import { ownValue } from "../../own-value.ts";
import { PANEL_WIDTH } from "./picture.ts";

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

/** In the order in which they are listed everywhere; what else a run may hold comes behind and takes the others in turn. */
const RUNTIMES = { node: "circle", deno: "square", bun: "triangle-up" };
const OTHER_RUNTIMES: readonly Look[] = [
  { colour: "var(--other-runtime)", shape: "diamond" },
  { colour: "var(--series-5)", shape: "cross" },
  { colour: "var(--series-6)", shape: "triangle-down" },
];
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

interface Look {
  colour: string;
  shape: string;
}

type Channel = ReturnType<typeof channel> & { legend?: { columns: number } };

/** A field by colour and by shape. */
type Scales = Record<"color" | "shape", Channel>;

/** Of the field "runtime", whose values are titles. */
export function runtimeScales(runtimes: readonly string[]): Scales {
  const { color, shape } = scales("runtime", runtimes, RUNTIMES, OTHER_RUNTIMES, runtimeTitle);
  const columns = columnsFor(color.scale.domain);
  if (columns === null) return { color, shape };
  const legend = { columns };
  return { color: { ...color, legend }, shape: { ...shape, legend } };
}

/** How many of these stand beside each other in a legend on the narrowest screen; null where all do, in one line. */
function columnsFor(titles: readonly string[]): number | null {
  const widths = titles.map(({ length }) => length * LEGEND_LETTER + LEGEND_SYMBOL);
  if (widths.reduce((sum, width) => sum + width, 0) <= LEGEND_WIDTH) return null;
  return Math.max(1, Math.floor(LEGEND_WIDTH / Math.max(...widths)));
}

/** Pixels of a letter, of all that stands around a name, and what is left beside the names of rows. */
const LEGEND_LETTER = 6.2;
const LEGEND_SYMBOL = 24;
const LEGEND_WIDTH = PANEL_WIDTH - 114;

/** Of the field "model". */
export const modelScales = (models: readonly string[]): Scales =>
  scales("model", models, MODELS, [{ colour: "var(--sequential)", shape: "cross" }]);

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
  others: readonly Look[],
  title = (name: string): string => name,
): Scales {
  let unknown = 0;
  const looks = names.map((name): Look => {
    const shape = ownValue(shapes, name);
    return shape === undefined ? others[unknown++ % others.length]! : { colour: `var(--${name})`, shape };
  });
  const domain = names.map((name) => title(name));
  const colours = looks.map(({ colour }) => colour);
  const found = looks.map(({ shape }) => shape);
  return { color: channel(field, domain, colours), shape: channel(field, domain, found) };
}
