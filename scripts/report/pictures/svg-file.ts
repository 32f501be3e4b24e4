/** A picture as a file of its own: its panels beside each other, in light and dark as the page has them. */
import { readFileSync } from "node:fs";
import { text } from "../page/html.ts";
import type { Drawn } from "./draw-pictures.ts";

const GAP = 24;
const MARGIN = 12;
const TITLE = 24;

export function svgFile({ title, sentence, panels }: Drawn): string {
  const colours = readFileSync(new URL("../page/colours.css", import.meta.url), "utf8").trim();
  let x = MARGIN;
  const placed = panels.map(({ title: panelTitle, svg: { width, height, content } }) => {
    const left = x;
    x += width + GAP;
    return [
      `<text class="t" x="${left}" y="${MARGIN + TITLE + 14}" font-size="14" font-weight="bold">${text(panelTitle)}</text>`,
      `<g transform="translate(${left},${MARGIN + 2 * TITLE})"><svg width="${width}" height="${height}">${content}</svg></g>`,
    ].join("\n");
  });
  const width = x - GAP + MARGIN;
  const height = Math.max(...panels.map(({ svg }) => svg.height)) + 2 * (MARGIN + TITLE);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${text(title)}</title>\n<desc>${text(sentence)}</desc>\n<style>\n${colours}\n</style>`,
    `<rect width="${width}" height="${height}" fill="var(--page)"/>`,
    `<text class="t" x="${MARGIN}" y="${MARGIN + 14}" font-size="16" font-weight="bold">${text(title)}</text>`,
    ...placed,
    "</svg>\n",
  ].join("\n");
}
