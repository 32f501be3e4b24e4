/** Every page that shows figures keeps its word about them: known, with their run, and with what the run warns of. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { MOST_SPREAD } from "../scripts/analysis/numbers.ts";
import { readPublished as readClaims, SOURCE as CLAIMS } from "../scripts/docs/sections/claims.ts";
import { readPublished as readExperiments } from "../scripts/docs/sections/experiments.ts";
import { readPublished as readJobs } from "../scripts/docs/sections/jobs.ts";
import { readPublished as readPools } from "../scripts/docs/sections/pools.ts";
import { readPublished as readServers } from "../scripts/docs/sections/server.ts";
import { plain } from "../scripts/report/markdown.ts";
import { readReport } from "../scripts/report/publish-report.ts";
import { cautions } from "../scripts/report/text.ts";
import { cautions as cautionsOfClaims } from "../scripts/studies/experiments/claims/claims-markdown.ts";
import { cautions as cautionsOfExperiments } from "../scripts/studies/experiments/experiments-markdown.ts";
import { cautions as cautionsOfJobs } from "../scripts/studies/jobs/jobs-markdown.ts";
import { cautions as cautionsOfPools } from "../scripts/studies/pools/pools-markdown.ts";
import { cautions as cautionsOfServers } from "../scripts/studies/server/server-markdown.ts";

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

const SECTION = /<!-- generated:([a-z-]+) ?([^>]*?) ?-->([^]*?)<!-- \/generated:\1 -->/g;

/** What a generated section holds, by its name and what stands behind it. */
const sectionsOf = (text: string): { name: string; argument: string; body: string }[] =>
  [...text.matchAll(SECTION)].map(([, name = "", argument = "", body = ""]) => ({ name, argument, body }));

/** Reports of the bench: that of all pages, and those in a folder of their own. */
const BENCHES = globSync(["docs/results/report.json", "docs/results/*/report.json"], { cwd: root }).map((path) =>
  posix.join(dirname(path), "report.md"),
);

/** Until a run of claims is published, its section has no figures. */
const HAS_CLAIMS = existsSync(join(root, CLAIMS));

/** Sections that quote what was measured. */
const MEASURED = [
  "results",
  "experiments",
  "pools",
  "server",
  "jobs",
  "aa",
  "selftest",
  ...(HAS_CLAIMS ? ["claims"] : []),
];

/** Null where none is published. */
const jobs = readJobs(root);

/** What each run warns of, by the section that quotes it; without marks of Markdown. */
const WARNINGS: readonly [name: string, page: string, warnings: string[]][] = [
  ...BENCHES.map((page): [string, string, string[]] => {
    const report = readReport(join(root, page.replace(/md$/, "json")));
    return ["results", page, cautions(report).map(plain)];
  }),
  ["experiments", "docs/results/experiments.md", cautionsOfExperiments(readExperiments(root))],
  ["pools", "docs/results/pools.md", cautionsOfPools(readPools(root))],
  ["server", "docs/results/server.md", cautionsOfServers(readServers(root))],
  ...(HAS_CLAIMS
    ? [["claims", "docs/results/claims.md", cautionsOfClaims(readClaims(root))] satisfies [string, string, string[]]]
    : []),
  ...(jobs === null ? [] : [["jobs", "docs/results/jobs.md", cautionsOfJobs(jobs)] as [string, string, string[]]]),
];

/** Those that say that nothing is published have no figures. */
const SECTIONS = PAGES.flatMap(({ path, text }) => sectionsOf(text).map((section) => ({ path, ...section }))).filter(
  ({ body }) => !body.trim().startsWith("Not measured yet"),
);

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

  it.each(SECTIONS.filter(({ name, body }) => MEASURED.includes(name) || new RegExp(INTERVAL).test(body)))(
    "say of every quoted figure which run it is of, and under what load: $path, $name",
    ({ name, body }) => {
      expect(MEASURED).toContain(name);
      expect(body).toMatch(/Measured \d{4}-\d\d-\d\d \d\d:\d\d UTC .* commit [0-9a-f]{12}/);
      expect(body).toMatch(/\d+ (blocks|rounds)|executions/);
      expect(body).toMatch(/load average \S+ at the start/);
    },
  );

  it.each(PAGES.filter(({ path }) => !path.startsWith("docs/results/")))(
    "quote no interval outside of a generated section, which has its run with it: $path",
    ({ text }) => {
      expect(text.replace(SECTION, "").match(INTERVAL)).toBeNull();
    },
  );

  it.each(WARNINGS)("quote %s with what their run warns of, and %s warns too", (name, page, warnings) => {
    const isOwn = ({ name: found, argument }: (typeof SECTIONS)[number]): boolean =>
      found === name && (found !== "results" || posix.join("docs/results", argument, "report.md") === page);
    const own = SECTIONS.filter(isOwn).map(({ body }) => body);
    expect(own.length).toBeGreaterThan(0);
    const { text } = PAGES.find(({ path }) => path === page)!;
    for (const body of [...own, text]) {
      for (const warning of warnings) {
        expect(body.replaceAll(/^> (- )?|\*\*/gm, "").split("\n")).toContainEqual(expect.stringContaining(warning));
      }
    }
  });

  it.each(PAGES.filter(({ path }) => path.startsWith("docs/results/")))(
    "say of which run they are, and of which commit: $path",
    ({ text }) => {
      expect(text).toMatch(/run \d{4}-\d\d-\d\d-\d{6}|Measured \d{4}-\d\d-\d\d/);
      expect(text).toMatch(/commit [0-9a-f]{12}/);
      expect(text).toMatch(/load average \S+/);
    },
  );

  it("have one source for interference: what an experiment measured is not denied elsewhere", () => {
    expect(PAGES.filter(({ text }) => /does not exist in JavaScript/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
