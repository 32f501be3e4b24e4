import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ExecutionRecord, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { execa } from "execa";
import { beforeEach, expect, test } from "vitest";
import { report } from "../analysis/report.ts";
import { cellOf, madeUpRecords, writeRun } from "./fixtures/made-up-run.ts";
import { writePageRun } from "./fixtures/page-run.ts";
import { readRun } from "./read-run.ts";
import { writeReport } from "./write-report.ts";
import { testFolder } from "../../test/support/test-folder.ts";

const COMMAND = fileURLToPath(new URL("../report.ts", import.meta.url));
const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const CELLS = ["node", "deno", "bun"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model)));

let out: string;
let folder: string;

beforeEach(() => {
  out = testFolder();
  folder = join(out, "run-1");
});

test("a report lies beside the records in every format, whole", async () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  const { files } = await writeReport(folder);
  const pictures = ["overview.svg", "cpu-against-time.svg", "ratios.svg"].map((name) => join("pictures", name));
  expect(files).toEqual(["report.html", "report.json", "report.md", ...pictures].map((name) => join(folder, name)));
  expect(readdirSync(folder).sort()).toEqual([
    "environment.json",
    "journal.ndjson",
    "pictures",
    "plan.json",
    "report.html",
    "report.json",
    "report.md",
  ]);
  expect(report.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).comparisons).toHaveLength(1);
});

test("the same records give the same bytes, whatever the machine's time zone and language", async () => {
  writePageRun(folder);
  const first = await reportBytes({ TZ: "UTC", LC_ALL: "C", LANG: "C" });
  const second = await reportBytes({ TZ: "Pacific/Auckland", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" });
  expect(Object.keys(first)).toContain("pictures/lanes.trace.json");
  expect(second).toEqual(first);
});

test("experiments are joined where they are named, and their folder must hold some", async () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  const alone = await writeReport(folder);
  expect(alone.files).not.toContain(join(folder, "pictures", "crossover.svg"));
  const experiments = fileURLToPath(new URL("fixtures", import.meta.url));
  const joined = await command(["run-1", "--out", out, "--experiments", experiments]);
  expect(joined).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("pictures/crossover.svg") });
  const { exitCode, stderr } = await command(["run-1", "--out", out, "--experiments", out]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`Cannot read "${join(out, "experiments.json")}": wanted a report of experiments`);
});

test("pictures of an earlier report that this one lacks are gone", async () => {
  writePageRun(folder);
  expect((await writeReport(folder)).files).toContain(join(folder, "pictures", "lanes-waiting.svg"));
  rmSync(join(folder, "lanes.ndjson"));
  await writeReport(folder);
  expect(readdirSync(join(folder, "pictures"))).toEqual([
    "cpu-against-time.svg",
    "memory-against-time.svg",
    "overview.svg",
    "ratios.svg",
    "same-twice.svg",
  ]);
});

test("no line of the terminal's text is longer than 100 columns, and each sentence stands below its table", async () => {
  writeRun(
    folder,
    madeUpRecords({
      cells: CELLS,
      change: ({ model }) => ({ iterationSeconds: [model === "sequential" ? 0.0123456 : 9.87654] }),
    }),
  );
  const { terminal } = await writeReport(folder);
  expect(terminal.split("\n").filter((line) => line.length > 100)).toEqual([]);
  expect(terminal).toMatch(/multiprocessing .*\n→ On sum-of-squares, /);
});

test("the loop's delay is a column of its own, and in the terminal a table where somebody looked", async () => {
  const loopDelay = { ticks: 100, p50Seconds: 0.1, p99Seconds: 0.25, maxSeconds: 0.3 };
  const change = ({ model, pass }: ExecutionRecord) => (pass === "lag" && model === "sequential" ? { loopDelay } : {});
  writeRun(folder, madeUpRecords({ cells: CELLS, lagBlocks: 1, change }));
  const { terminal } = await writeReport(folder);
  expect(terminal).toMatch(/longest loop delay .*Node .*Bun\nsequential +300 ms +300 ms +300 ms\nasync +30\.0 ms/);
  const markdown = readFileSync(join(folder, "report.md"), "utf8");
  expect(markdown).toMatch(
    /\| peak memory \| longest loop delay \(n = 1\) \| n \|\n.*\n\| Node \| sequential .*\| 300 ms \| 7 \|\n/,
  );
  expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(
    /longest loop delay \(n = 1\)<\/th>[^]*>300 ms<\/td>/,
  );

  writeRun(folder, madeUpRecords({ cells: CELLS }));
  expect((await writeReport(folder)).terminal).not.toContain("loop delay");
});

test("what a record says does not command the terminal", async () => {
  const failed: Partial<ExecutionRecord> = {
    outcome: "failed",
    reason: "\u001B]0;mine\u0007\u009B2J\u202E wrong",
    iterationSeconds: [],
  };
  const change = ({ runtime, model }: ExecutionRecord) => (runtime === "deno" && model === "async" ? failed : {});
  writeRun(folder, madeUpRecords({ cells: CELLS, change }));
  const { terminal } = await writeReport(folder);
  expect(terminal).toContain("\\x1b]0;mine\\x07\\x9b2J\\u202e wrong");
  // eslint-disable-next-line no-control-regex
  expect(terminal).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
});

test("a partial, failed run without a runtime says so at the top of both texts", async () => {
  const run = madeUpRecords({
    cells: CELLS,
    plan: { unavailable: [{ runtime: "bun", reason: "wanted bun 1.4.0, found none" }] },
    change: ({ runtime, model, block }) => {
      if (block === 7) return null;
      if (runtime === "bun")
        return { outcome: "skipped", reason: "wanted bun 1.4.0, found none", iterationSeconds: [] };
      const failed: Partial<ExecutionRecord> = {
        outcome: "failed",
        reason: "a | wrong\nanswer",
        iterationSeconds: [],
        stderrTail: "```boom",
      };
      return runtime === "deno" && model === "async" ? failed : {};
    },
  });
  writeRun(folder, run);
  const { terminal } = await writeReport(folder);
  const markdown = readFileSync(join(folder, "report.md"), "utf8");
  for (const text of [terminal.split("One pass")[0]!, markdown.split("\n| workload")[0]!]) {
    expect(text.replaceAll("**", "").replace(/\s+/g, " ")).toMatch(
      /Partial run: 84 of 96 planned executions .*Failed: 7 executions in 1 cell.*Not measured: Bun: wanted bun 1.4.0, found none.*Not measured: Deno, sum-of-squares large with async: failed: a/,
    );
  }
  expect(markdown).toContain("**Deno, async, sum-of-squares large** (7 executions, exit code 0): a \\| wrong answer");
  expect(markdown).toContain("````text\n```boom\n````");
  expect(terminal).toContain("Deno, async, sum-of-squares large: a | wrong answer (7×)");
});

test("a run that wrote no record yet is reported as partial", async () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  rmSync(join(folder, "journal.ndjson"));
  expect((await writeReport(folder)).terminal).toContain("Partial run: 0 of 96 planned executions");
});

test.each(["plan.json", "environment.json"])("a %s of a later version is refused", (name) => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), schemaVersion: 99 }));
  expect(() => readRun(folder)).toThrow(
    `Cannot read "${path}": wanted schema version ${SCHEMA_VERSION} or older, found 99`,
  );
});

test("a file that is no JSON, or misses something, is named with what is wrong", () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  writeFileSync(join(folder, "environment.json"), "{}");
  expect(() => readRun(folder)).toThrow(/environment\.json": wanted an environment, found\n[^]*platform/);
  writeFileSync(join(folder, "plan.json"), "oops");
  expect(() => readRun(folder)).toThrow(/plan\.json": wanted a plan as JSON, found "oops"/);
});

test("the command reports a run named by its id, names the page last, and ends with 0", async () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  const { exitCode, stdout } = await command(["run-1", "--out", out]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("→ On sum-of-squares, ");
  expect(stdout.split("\n").at(-1)).toBe(join(folder, "report.html"));
});

test("the command ends with 2 for a run that cannot be read, with the message alone", async () => {
  writeRun(folder, madeUpRecords({ cells: CELLS }));
  writeFileSync(join(folder, "journal.ndjson"), "{}\n");
  const { exitCode, stderr } = await command(["run-1", "--out", out]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^Cannot read .*journal\.ndjson:1: wanted a record/);
  expect(stderr).not.toContain("    at ");
});

/** What is shown, and every file that was written, by its path in the folder. */
async function reportBytes(environment: Record<string, string>): Promise<Record<string, string>> {
  const { stdout, exitCode } = await command(["run-1", "--out", out], environment);
  expect(exitCode).toBe(0);
  const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /report\.|pictures\//.test(name),
  );
  return {
    stdout,
    ...Object.fromEntries(written.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")])),
  };
}

function command(args: string[], env: Record<string, string> = {}) {
  return execa(process.execPath, ["--import", "tsx", COMMAND, ...args], { env, reject: false });
}
