import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import { describe, expect, test } from "vitest";
import type { Runtime } from "../../study/runtimes.ts";
import { cellOf, madeUpRecords, writeRun } from "../../report/fixtures/made-up-run.ts";
import { REPOSITORY } from "../../repository.ts";
import { UsageError } from "../../usage-error.ts";
import { createBenchCommand } from "./bench-command.ts";
import { checkEnvironment, refuseForeign } from "./resume-run.ts";
import { resumeText } from "./say.ts";

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
    const out = mkdtempSync(join(tmpdir(), "triathlon-resume-"));
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
