/** Every page that shows figures keeps its word about them: known, with their run, and with what the run warns of. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { MOST_SPREAD } from "../scripts/analysis/numbers.ts";
import { readPublished as readExperiments } from "../scripts/docs/sections/experiments.ts";
import { readPublished as readPools } from "../scripts/docs/sections/pools.ts";
import { busyText } from "../scripts/report/text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const PAGES = globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
}));

/** `[32.0–34000]`, escaped or not; with the word before it, to be found by. */
const INTERVAL = /\S* ?\\?\[(\d[\d.]*)–(\d[\d.]*)\\?\]/g;

const tooWide = (text: string): string[] =>
  [...text.matchAll(INTERVAL)]
    .filter(([, low, high]) => Number(high) > MOST_SPREAD * 1.01 * Number(low))
    .map(([all]) => all);

/** What a generated section holds, by its name and argument. */
const sectionsOf = (text: string): { name: string; body: string }[] =>
  [...text.matchAll(/<!-- generated:([a-z-]+)[^>]*-->([^]*?)<!-- \/generated:\1 -->/g)].map(
    ([, name = "", body = ""]) => ({
      name,
      body,
    }),
  );

const SECTIONS = PAGES.flatMap(({ path, text }) => sectionsOf(text).map((section) => ({ path, ...section })));

describe("pages", () => {
  it("are found, and so are their intervals", () => {
    expect(PAGES.map(({ path }) => path)).toEqual(expect.arrayContaining(["README.md", "docs/results/report.md"]));
    expect(tooWide("| 58.7 µs [32.0–34000] | 1.83× \\[0.77–1.99\\] |")).toEqual(["µs [32.0–34000]"]);
  });

  it.each(PAGES.filter(({ text }) => text.includes("–")))(
    "show no interval wider than a factor of three: $path",
    ({ text }) => {
      expect(tooWide(text)).toEqual([]);
    },
  );

  it.each(SECTIONS.filter(({ body }) => new RegExp(INTERVAL).test(body)))(
    "say of every quoted figure which run it is of, and under what load: $path, $name",
    ({ body }) => {
      expect(body).toMatch(/Measured \d{4}-\d\d-\d\d \d\d:\d\d UTC .* commit [0-9a-f]{12}/);
      expect(body).toMatch(/\d+ (blocks|rounds)/);
      expect(body).toMatch(/load average \S+ at the start/);
    },
  );

  it.each([
    ["experiments", busyText(readExperiments(root))],
    ["pools", busyText(readPools(root))],
  ])("quote %s with what their run warns of", (name, warnings) => {
    const own = SECTIONS.filter((section) => section.name === name);
    expect(own.length).toBeGreaterThan(0);
    for (const { body } of own) for (const warning of warnings) expect(body).toContain(`> ${warning}`);
  });

  it("have one source for interference: what an experiment measured is not denied elsewhere", () => {
    expect(PAGES.filter(({ text }) => /does not exist in JavaScript/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
