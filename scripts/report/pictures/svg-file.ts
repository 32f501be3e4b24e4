/** A picture as a file of its own: its panels beside each other, in light and dark as the page has them. */
import { readFileSync } from "node:fs";
import { text } from "../page/html.ts";
import { wrapped } from "../wrapped.ts";
import type { Drawn } from "./draw-pictures.ts";

const GAP = 24;
const MARGIN = 12;
const TITLE = 24;
/** Of the title, at most. */
const LETTER = 9.4;
const NARROWEST = 200;
/** A panel is as wide as the narrowest screen; one that stands alone is shown larger. */
const ALONE = 1.5;

export function svgFile({ title, sentence, panels }: Drawn): string {
  const colours = readFileSync(new URL("../page/colours.css", import.meta.url), "utf8").trim();
  const width = Math.max(panels.reduce((sum, { svg }) => sum + svg.width + GAP, 0) - GAP, NARROWEST) + 2 * MARGIN;
  const lines = wrapped(title, "", Math.floor((width - 2 * MARGIN) / LETTER)).split("\n");
  const top = MARGIN + TITLE * lines.length;
  const scale = panels.length === 1 ? ALONE : 1;
  let x = MARGIN;
  const placed = panels.map(({ title: panelTitle, svg: { width, height, content } }) => {
    const left = x;
    x += width + GAP;
    return [
      `<text class="t" x="${left}" y="${top + 14}" font-size="14" font-weight="bold">${text(panelTitle)}</text>`,
      `<g transform="translate(${left},${top + (panelTitle === "" ? 0 : TITLE)})"><svg width="${width}" height="${height}">${content}</svg></g>`,
    ].join("\n");
  });
  const height = Math.max(...panels.map((panel) => panel.svg.height + (panel.title === "" ? 0 : TITLE))) + top + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${text(title)}</title>\n<desc>${text(sentence)}</desc>\n<style>\n${colours}\n</style>`,
    `<rect width="${width}" height="${height}" fill="var(--page)"/>`,
    ...lines.map(
      (line, index) =>
        `<text class="t" x="${MARGIN}" y="${MARGIN + index * TITLE + 14}" font-size="16" font-weight="bold">${text(line)}</text>`,
    ),
    ...placed,
    "</svg>\n",
  ].join("\n");
}
