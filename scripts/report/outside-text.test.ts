/** Everything in a run that somebody else may have written, hostile to one format after the other. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "@triathlon/core/results/plan";
import { analyse } from "../analysis/analyse.ts";
import type { Report } from "../analysis/report.ts";
import { runOf } from "../analysis/run.ts";
import { resultsTable } from "./summary-table.ts";
import { formatNames, loadFormat } from "../export/export-command.ts";
import { json, printable } from "../printable.ts";
import { recipe } from "../repro/recipe.ts";
import { cellOf, madeUpRecords } from "./fixtures/made-up-run.ts";
import { discoverFormats } from "./format.ts";
import { render as page } from "./formats/html.ts";
import { type Drawn, drawPictures, isDrawn } from "./pictures/draw-pictures.ts";
import { svgFile } from "./pictures/svg-file.ts";

const HOSTILE = [
  "=cmd()",
  "<img src=x onerror=boom()>",
  "</title></style></script></svg><script>boom()</script>",
  "&lt;b&gt;",
  "| a | b",
  "`code`` [link](javascript:boom()) ![](x) **bold** $x$ ~~no~~",
  "\n# heading\n\n- list\r\n",
  "\u001b]0;title\u0007\u001b[2J\u0000\u009b31m",
  "\u202eright\u2066to\u061cleft",
  "\ud800\uffff",
  "'\"\\",
].join("");

/** The same run, told by nobody in particular. */
const HARMLESS = "text";

/** Every text of it that comes from a workload, a machine, a runtime or a program. */
function runToldBy(told: string) {
  const cells = [cellOf("node", "sequential"), cellOf("node", "threading"), cellOf("bun", "sequential")].map(
    (cell) => ({
      ...cell,
      workload: told,
      size: told,
    }),
  );
  const made = madeUpRecords({
    cells,
    memoryBlocks: 1,
    lagBlocks: 1,
    change: ({ runtime, model, block }) =>
      runtime === "bun"
        ? { outcome: "failed", reason: told, stderrTail: told, signal: told, iterationSeconds: [] }
        : { iterationSeconds: [(model === "threading" ? 0.5 : 1) + block / 100], observations: { [told]: block } },
  });
  const workloads: Plan["workloads"] = { [told]: { url: "file:///w.ts", title: told, kind: told, summary: told } };
  const environment = {
    ...made.environment,
    cpuModel: told,
    kernel: told,
    platform: told,
    architecture: told,
    governor: told,
    timer: told,
    runtimes: ["node", "bun"].map((runtime) => ({ runtime, version: told, engine: told })),
  };
  return runOf({
    ...made,
    environment,
    plan: { ...made.plan, workloads, unavailable: [{ runtime: "deno", reason: told }] },
  });
}

let hostile: Report;
let harmless: Report;
let drawn: Drawn[];
beforeAll(async () => {
  hostile = analyse(runToldBy(HOSTILE));
  harmless = analyse(runToldBy(HARMLESS));
  drawn = (await drawPictures({ report: hostile, lanes: [], experiments: null })).filter(isDrawn);
});

const COMMANDS = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Both reports, as a format of the run's folder has them. */
async function rendered(file: string | null): Promise<[string, string]> {
  const { render } = (await discoverFormats()).find((format) => format.file === file)!;
  return [render(hostile, drawn), render(harmless, [])];
}

const exported = async (name: string): Promise<[string, string]> => {
  const { render } = await loadFormat(name);
  return [render(hostile), render(harmless)];
};

describe("Markdown", () => {
  /** What Markdown and HTML see in it, whatever the words are. */
  const structure = (text: string): string[] => {
    // A summary may mark words as code.
    const outsideOfFences = text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, "FENCE").replaceAll("`code`", "");
    return outsideOfFences
      .split("\n")
      .map((line) =>
        (
          line.replaceAll(/\\[^\w\s]/g, "").match(/^#+|^>|^- |^\d+\. |\||<[^>]*>|\*\*|~~|`+|\[[^\]]*\]\(|\$/g) ?? []
        ).join(" "),
      );
  };

  test.each(["report.md", "markdown", "README"])(
    "%s has the structure that it has with harmless text",
    async (name) => {
      const [found, wanted] =
        name === "README"
          ? [resultsTable(hostile), resultsTable(harmless)]
          : await (name === "markdown" ? exported(name) : rendered(name));
      expect(structure(found)).toEqual(structure(wanted));
      expect(found).not.toMatch(COMMANDS);
    },
  );
});

test("HTML has the elements that it has with harmless text, but for emphasis and lines, and nothing is in an attribute", () => {
  const elements = (text: string): string[] =>
    text.replace(/<(style|script)>[^]*?<\/\1>/g, "").match(/<(?!\/?(?:strong|br|code)\b)[a-z/!][^\s>]*/gi) ?? [];
  const found = page(hostile, []);
  expect(elements(found)).toEqual(elements(page(harmless, [])));
  expect(found).not.toMatch(/ onerror=(?!boom\(\)&#62;)/);
  expect(found).not.toMatch(COMMANDS);
});

test("SVG has no control characters, no halves of characters and no elements of theirs", () => {
  expect(drawn.length).toBeGreaterThan(0);
  for (const picture of drawn) {
    const svg = svgFile(picture);
    expect(svg).not.toMatch(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/u);
    expect(svg.isWellFormed()).toBe(true);
    expect(svg).not.toMatch(/<img|<script|boom\(\)"/);
  }
});

test("CSV has no formulas, and as many fields in each line as with harmless text", async () => {
  const fields = (text: string): string[][] =>
    text
      .split("\r\n")
      .slice(0, -1)
      .map((line) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)].map(([, field]) => field!));
  const [found, wanted] = (await exported("csv")).map(fields);
  expect(found!.map((line) => line.length)).toEqual(wanted!.map((line) => line.length));
  for (const field of found!.flat()) {
    expect(field).not.toMatch(COMMANDS);
    expect(field.replace(/^"/, "")).not.toMatch(/^[=+\-@\t](?![\d.])/);
  }
  expect(found!.flat().join()).toContain("'=cmd()");
});

test("a terminal is commanded by nothing", async () => {
  const [found] = await rendered(null);
  expect(found).not.toMatch(COMMANDS);
  expect(printable("\u001b[2J\u202e")).toBe("\\x1b[2J\\u202e");
});

test.each(["report.json", ...formatNames().filter((name) => /bencher|github/.test(name))])(
  "JSON says the same, and commands no terminal: %s",
  async (name) => {
    const [found] = await (name === "report.json" ? rendered(name) : exported(name));
    expect(found).not.toMatch(COMMANDS);
    expect(json(JSON.parse(found))).toBe(found);
  },
);

test("a recipe's comments stay comments", () => {
  const run = runToldBy(HOSTILE);
  const lines = recipe(run.plan.cells[0]!, run, "pnpm@1").split("\n");
  const commands = lines.filter((line) => line !== "" && !line.startsWith("# "));
  expect(commands[0]).toMatch(/^git checkout [0-9a-f]+$/);
  expect(lines.slice(0, 4).every((line) => line.startsWith("# "))).toBe(true);
});
