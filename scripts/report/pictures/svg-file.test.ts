import { expect, test } from "vitest";
import { svgFile } from "./svg-file.ts";

const picture = (title: string, panels = 1) => ({
  name: "picture",
  title,
  sentence: "",
  howToRead: "",
  table: { header: [], rows: [] },
  panels: Array.from({ length: panels }, () => ({ title: "", svg: { width: 300, height: 100, content: "" } })),
});

/** Lines of the title, and how wide the drawing is in its own units. */
function read(file: string): { lines: string[]; width: number; height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(file)!;
  const lines = [...file.matchAll(/font-size="16" font-weight="bold">([^<]*)</g)].map(([, line]) => line!);
  return { lines, width: Number(width), height: Number(height) };
}

test("a title that is longer than the picture is wide goes on below, and nothing lies over it", () => {
  const title = "Which of all these words is it that stands too far to the right?";
  const { lines, width, height } = read(svgFile(picture(title)));
  expect(lines.join(" ")).toBe(title);
  for (const line of lines) expect(line.length * 9).toBeLessThanOrEqual(width);
  expect(height - read(svgFile(picture("Short"))).height).toBe((lines.length - 1) * 24);
});
