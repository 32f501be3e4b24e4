import { existsSync, mkdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import { afterEach, describe, expect, test, vi } from "vitest";
import { writeJson } from "../../files/write-files.ts";
import { cellOf, madeUpRecords, writeRun } from "../../report/fixtures/made-up-run.ts";
import { REPOSITORY } from "../../repository.ts";
import type { Runtime } from "../../study/runtimes.ts";
import type { Interrupt } from "../../study/when-alone.ts";
import { UsageError } from "../../usage-error.ts";
import { createBenchCommand } from "./bench-command.ts";
import { checkEnvironment, finishRun, refuseForeign, refuseOther, resumeText } from "./bench-runs.ts";
import { fakeRun } from "./fixtures/fake-run.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const then = {
  runtimes: [{ runtime: "bun", version: "1.4.5", engine: null }],
  timer: "hyperfine 1.15.0",
} as Environment;

const bun = (version: string): Runtime => ({
  name: "bun",
  title: "Bun",
  version,
  engine: null,
  binary: "/bun",
  entry: "/entry.ts",
  arguments: [],
  environment: {},
});

test("the same versions may go on, whatever else is there", () => {
  const deno = { ...bun("2.9.6"), name: "deno" };
  expect(() => checkEnvironment(then, [bun("1.4.5"), deno], "hyperfine 1.15.0")).not.toThrow();
});

test.each<[string, Runtime[], string, RegExp]>([
  ["another version", [bun("1.4.6")], "hyperfine 1.15.0", /wanted bun 1\.4\.5, as it began with, found 1\.4\.6/],
  ["a runtime that is gone", [], "hyperfine 1.15.0", /wanted bun 1\.4\.5, as it began with, found none/],
  ["another timer", [bun("1.4.5")], "built-in", /wanted the timer "hyperfine 1\.15\.0".*found "built-in"/],
])("%s is refused: the rest would not be comparable", (_, runtimes, timer, message) => {
  expect(() => checkEnvironment(then, runtimes, timer)).toThrow(UsageError);
  expect(() => checkEnvironment(then, runtimes, timer)).toThrow(message);
});

const machine = { commit: "a".repeat(40), modified: false, kernel: "6.1", cpuModel: "a CPU", availableParallelism: 2 };
test.each<[string, object, RegExp]>([
  [
    "another commit",
    { commit: "b".repeat(40) },
    /wanted commit a{12}, as it began with, found commit b{12}: go on with/,
  ],
  ["the same commit with changes", { modified: true }, /found commit a{12} with local changes/],
  ["another kernel", { kernel: "6.2" }, /wanted kernel 6\.1, as it began with, found kernel 6\.2/],
  ["another CPU", { cpuModel: null }, /wanted CPU a CPU, as it began with, found CPU unknown/],
  ["more CPUs", { availableParallelism: 4 }, /wanted 2 CPUs, as it began with, found 4 CPUs/],
])("%s is refused: figures of two are not those of one run", (_, other, message) => {
  expect(() => refuseOther(machine as Environment, machine as Environment)).not.toThrow();
  expect(() => refuseOther(machine as Environment, { ...machine, ...other } as Environment)).toThrow(message);
});

describe("a plan", () => {
  const own = pathToFileURL(join(REPOSITORY, "packages/core/src/workloads/empty.ts")).href;
  const planned = (workloads: Record<string, string>, files: string | null = null): Plan => {
    const { plan } = madeUpRecords({ cells: [cellOf("node", "sequential")] });
    const about = { title: "", kind: "CPU", summary: "" };
    return {
      ...plan,
      files,
      workloads: Object.fromEntries(Object.entries(workloads).map(([name, url]) => [name, { ...about, url }])),
    };
  };

  test("that names workloads of this repository goes on", () => {
    expect(() => refuseForeign(planned({ empty: own }), "results/run")).not.toThrow();
  });

  test.each([
    [
      "a module of somebody's",
      planned({ empty: "file:///home/eve/evil.ts" }),
      'file:///home/eve/evil.ts, run as "empty"',
    ],
    [
      "another module of this repository",
      planned({ docs: pathToFileURL(join(REPOSITORY, "scripts/docs.ts")).href }),
      "docs.ts",
    ],
    ["one by a name that leads there", planned({ "../../../../scripts/docs": own }), "empty.ts, run as"],
    ["what is no file", planned({ empty: "data:text/javascript,0" }), "data:text/javascript,0, run as"],
    ["a folder to be read", planned({ empty: own }, "/etc"), "/etc, read"],
  ])("that names %s is shown and asked for, and nothing is run", (_, plan, shown) => {
    expect(() => refuseForeign(plan, "results/run")).toThrow(UsageError);
    expect(() => refuseForeign(plan, "results/run")).toThrow(shown);
    expect(() => refuseForeign(plan, "results/run")).toThrow("`pnpm bench resume results/run --trust-plan` goes on");
  });

  test("of somebody else's is refused by the command before its module is imported", async () => {
    const out = testFolder();
    const evil = join(out, "evil.ts");
    writeFileSync(evil, `globalThis.imported = true; export const description = {};`);
    writeRun(join(out, "run"), {
      ...madeUpRecords({ cells: [cellOf("node", "sequential")] }),
      plan: planned({ empty: pathToFileURL(evil).href }),
    });
    const resume = createBenchCommand().parseAsync(["resume", "run", "--out", out], { from: "user" });
    await expect(resume).rejects.toThrow(/evil\.ts, run as "empty"/);
    expect(globalThis).not.toHaveProperty("imported");
    rmSync(out, { recursive: true });
  });

  test("whose own workload was interrupted is told of with what it takes to go on", () => {
    expect(resumeText({ folder: "run", plan: planned({ empty: own }) })).toContain("`pnpm bench resume run`");
    expect(resumeText({ folder: "run", plan: planned({ mine: "file:///mine.ts" }) })).toContain("run --trust-plan`");
  });
});

afterEach(() => void vi.restoreAllMocks());

/** The exit code of a run, and the lines it leaves, on either stream, in their order. */
async function finish(
  behaviour: string,
  { interruptAt, places, plan: more }: { interruptAt?: string; places?: string[]; plan?: Partial<Plan> } = {},
): Promise<{ code: number; lines: string[]; run: string }> {
  const run = join(testFolder(), "2026-01-02-030405");
  mkdirSync(run);
  writeJson(join(run, "environment.json"), madeUpRecords({ cells: [] }).environment);
  const controller = new AbortController();
  const interrupt: Interrupt = {
    signal: controller.signal,
    exitCode: () => (controller.signal.aborted ? 130 : null),
    [Symbol.dispose]: () => {},
  };
  let text = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      text += String(chunk);
      if (interruptAt !== undefined && text.includes(interruptAt)) setTimeout(() => controller.abort(), 200);
      return true;
    });
  }
  const { folder, plan, runtimes, workloads } = fakeRun(run, [behaviour], more);
  const code = await finishRun({ folder, plan, runtimes, workloads }, interrupt, places);
  return { code, lines: text.trimEnd().split("\n"), run };
}

test("the last line of a run is the path of its report", async () => {
  const { code, lines, run } = await finish("fine");
  expect(code).toBe(0);
  expect(lines[0]).toBe(`Run: ${run}`);
  expect(lines.at(-1)).toBe(join(run, "report.html"));
  expect(existsSync(lines.at(-1)!)).toBe(true);
  expect(lines.join("\n")).not.toContain("Interrupted");
  expect(readlinkSync(join(run, "..", "latest"))).toBe("2026-01-02-030405");
});

test("an interrupted run says at once how it is continued, and again where its report has not pushed it away", async () => {
  const { code, lines, run } = await finish("hang", { interruptAt: "preparing hang small" });
  expect(code).toBe(130);
  const interrupted = `Interrupted: \`pnpm bench resume ${run}\` continues it`;
  expect(lines.filter((line) => line === interrupted)).toHaveLength(2);
  expect(lines.indexOf(interrupted)).toBeLessThan(lines.findIndex((line) => line.includes("Partial run")));
  expect(lines.slice(-2)).toEqual([interrupted, join(run, "report.html")]);
  expect(existsSync(join(run, "..", "latest")), "it has no figures").toBe(false);
});

test("a run that calls itself unfit is not published: exit code 4, and it stays where it is", async () => {
  const published = join(testFolder(), "published");
  const { code, lines, run } = await finish("fine", { places: [published], plan: { mode: "smoke" } });
  expect(code).toBe(4);
  expect(lines.at(-2)).toMatch(/^Cannot publish the run in .*: wanted one that calls itself fit, found: A smoke run/);
  expect(lines.at(-1)).toBe(join(run, "report.html"));
  expect(existsSync(published)).toBe(false);
});
