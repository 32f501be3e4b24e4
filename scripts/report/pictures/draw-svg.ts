/** From a panel to an SVG, by Vega-Lite: the same bytes on every machine, no browser needed, no script in the result. */
import * as vega from "vega";
import { compile } from "vega-lite";
import { xml } from "../page/html.ts";
import type { PanelSpec } from "./picture.ts";
import { config } from "./theme.ts";

export interface Svg {
  width: number;
  height: number;
  /** What stands between `<svg …>` and `</svg>`. */
  content: string;
}

/** @param name unlike that of any other drawing on the page, as ids are made of it */
export async function drawSvg(spec: PanelSpec, name: string): Promise<Svg> {
  measureTextAlike();
  vega.resetSVGDefIds();
  const compiled = compile({ autosize: { type: "pad" }, ...spec, config });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none" });
  try {
    return slim(xml(await view.toSVG()), name);
  } finally {
    view.finalize();
  }
}

/**
 * There are no fonts to measure with here, and Vega's own guess, 0.8 of the font's size for each letter, leaves half of a small
 * panel to labels. System fonts take about 0.55.
 */
function measureTextAlike(): void {
  // Exported, but not in its types.
  const { textMetrics } = vega as unknown as { textMetrics: { width: (item: TextItem, text: string) => number } };
  textMetrics.width = ({ fontSize = 11 }, text) => text.length * fontSize * 0.55;
}

interface TextItem {
  fontSize?: number;
}

/** What says nothing, or what `colours.css` says once. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/ (?:class|role|pointer-events|aria-[a-z]+)="[^"]*"/g, ""],
  [/ (?:opacity|stroke-width|fill-opacity)="1"/g, ""],
  [/<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?\/>/g, ""],
  [/ transform="translate\(0,0\)"/g, ""],
  [/ font-family="system-ui, sans-serif"| font-size="11px"| font-weight="normal"/g, ""],
  [/ fill="var\(--quiet\)"/g, ' class="q"'],
  [/ fill="var\(--text\)"/g, ' class="t"'],
  [/ stroke="var\(--line\)"/g, ' class="l"'],
  [/<g><\/g>/g, ""],
];

/** Leaves out what browsers take for granted, and tenths of a tenth of a pixel: most of the bytes. */
function slim(svg: string, name: string): Svg {
  const [, width, height, content] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>(.*)<\/svg>$/s.exec(svg) ?? [];
  if (content === undefined)
    throw new Error(`Cannot draw "${name}": wanted an SVG from Vega, found ${svg.slice(0, 80)}`);
  return {
    width: Math.ceil(Number(width)),
    height: Math.ceil(Number(height)),
    content: LEFT_OUT.reduce((text, [pattern, instead]) => text.replace(pattern, instead), content)
      .replace(/<[^>]+>/g, (tag) => tag.replace(/(\d\.\d)\d+/g, "$1").replace(/(\d)\.0(?!\d)/g, "$1"))
      .replace(/ id="([^"]+)"/g, ` id="${name}-$1"`)
      .replace(/url\(#([^)]+)\)/g, `url(#${name}-$1)`),
  };
}
