/** Python's programs of the bench obey the orders that every runtime gets, and give the oracle's answers. */
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rowsOf } from "../../packages/core/src/abilities/timeline.ts";
import { flatEndOf } from "../../packages/core/src/measure/flat-end.ts";
import { guestRuntime } from "../../packages/core/src/results/runtime.ts";
import type { ExecutionModel } from "../../packages/core/src/workloads/workload.ts";
import { describe, expect, test } from "vitest";
import { lanesOf } from "../../scripts/report/read-run.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { measure, type PlannedExecution } from "../../scripts/studies/bench/bench-study.ts";
import { createJob, prepareJob } from "../../scripts/studies/bench/job.ts";
import { makePlan } from "../../scripts/studies/bench/make-plan.ts";
import { runLanes } from "../../scripts/studies/bench/run-lanes.ts";
import { discoverWorkloads } from "../../scripts/studies/bench/workloads.ts";
import { silent } from "../../scripts/study/progress.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { testFolder } from "../support/test-folder.ts";
import { missing, python } from "./python.ts";

const workloads = await discoverWorkloads(join(REPOSITORY, "packages/core/src/workloads"));
const node = (await discoverRuntimes(REPOSITORY)).filter(isAvailable).find(({ name }) => name === "node")!;
const beside = { signal: new AbortController().signal, guard: { watch: () => {}, release: () => {} } };

const MODELS: ExecutionModel[] = ["sequential", "async", "threading", "multiprocessing"];
/** What computes for seconds in Python is not warmed. */
const SLOW = ["blur-image", "sum-of-squares"];
/** Those that have a program in Python: a file with a task. Others there are parts of these. */
const folder = join(REPOSITORY, "packages/python-examples/bench/workloads");
const written = globSync("*.py", { cwd: folder })
  .filter((file) => /^def task\(/m.test(readFileSync(join(folder, file), "utf8")))
  .map((file) => file.replace(".py", "").replaceAll("_", "-"))
  .sort();
const own = workloads.filter(({ description: { name } }) => written.includes(name));

interface Asked {
  pass?: PlannedExecution["pass"];
  files?: string;
  size?: string;
  settleSeconds?: number;
  warmups?: number;
  expectedChecksum?: string;
}

async function record(name: string, model: ExecutionModel, asked: Asked = {}) {
  const workload = workloads.find(({ description }) => description.name === name)!;
  const { description } = workload;
  const size = asked.size ?? Object.keys(description.sizes).at(0) ?? "";
  const job = createJob(workload, size, asked.files ?? null);
  const prepared = await prepareJob(job, node, beside);
  if ("reason" in prepared) throw new Error(prepared.reason);
  const alone = model === "sequential" || model === "async";
  const concurrency = model === "async" ? (description.sizes[size]?.concurrency ?? description.concurrency) : null;
  const cell = {
    runtime: "python",
    model,
    workload: name,
    size,
    workers: alone ? 1 : 2,
    concurrency,
    iterations: 1,
    warmups: asked.warmups ?? 1,
    parameters: job.parameters,
    expectedSeconds: 1,
  };
  const { pass = "time", settleSeconds = 0, expectedChecksum = prepared.checksum } = asked;
  const plan = { timer: "built-in" as const, settleSeconds, timeLimitSeconds: 60 };
  const planned = { cell, pass, ghost: 0, discarded: false };
  return measure(planned, { plan, runtime: python(), job, expectedChecksum }, beside);
}

test("what a runtime of Python says that it has programs for is what stands there, and each is a workload", () => {
  for (const name of ["python-examples", "python-interpreters", "python-free-threaded"]) {
    const text = readFileSync(join(REPOSITORY, "packages", name, "runtime.json"), "utf8");
    expect(guestRuntime.parse(JSON.parse(text)).only?.workloads).toEqual(written);
  }
  expect(own.map(({ description }) => description.name)).toEqual(written);
  expect(written.length).toBeGreaterThanOrEqual(8);
});

describe.skipIf(missing !== undefined)(`Python${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  describe.each(own.map(({ description }) => description.name))("%s", (name) => {
    test.each(MODELS)("%s: the oracle's answer, by workers that are what the model says", async (model) => {
      const warmups = SLOW.includes(name) ? 0 : 1;
      const found = await record(name, model, { warmups });
      expect(found).toMatchObject({ outcome: "completed", reason: null });
      expect(found.iterationSeconds).toHaveLength(1);
      expect(found.warmupSeconds).toHaveLength(warmups);
      expect(found.firstSeconds).toBeGreaterThan(0);
      expect(found.cpuSeconds).toBeGreaterThan(0);
      expect(found.workerIds!.length).toBeLessThanOrEqual(2);
      if (model === "sequential" || model === "async") expect(found.workerIds).toHaveLength(1);
    });
  });

  test("the many waits of one thread overlap", async () => {
    const found = await record("load-tables", "async", { size: "wide" });
    expect(found).toMatchObject({ outcome: "completed", callsInPass: 1_000 });
    expect(found.iterationSeconds?.[0]).toBeLessThan((found.observations?.["waitedSeconds"] ?? 0) / 10);
  });

  test("a folder of the user's own is read as every runtime reads it", async () => {
    const files = testFolder();
    mkdirSync(join(files, "a/deep"), { recursive: true });
    writeFileSync(join(files, "b.txt"), "The café of the world: 世界, 👍🏽 and it\r\nTHE end.");
    writeFileSync(join(files, "a/deep/c.txt"), "of of OF, ſ K é");
    writeFileSync(join(files, ".hidden"), "");
    for (const name of ["hash-files", "count-words"]) {
      expect(await record(name, "threading", { files })).toMatchObject({ outcome: "completed", reason: null });
    }
  });

  test("in the lag pass the loop is watched where the caller has one", async () => {
    const async = await record("query-database", "async", { pass: "lag" });
    expect(async).toMatchObject({ outcome: "completed", iterationSeconds: [] });
    expect(async.loopDelay!.ticks).toBeGreaterThan(0);
    expect(async.loopDelay!.maxSeconds).toBeGreaterThanOrEqual(async.loopDelay!.p50Seconds);
    expect(await record("query-database", "threading", { pass: "lag" })).toMatchObject({
      outcome: "completed",
      loopDelay: null,
    });
  });

  test.skipIf(process.platform !== "linux")(
    "in the memory pass the tree is looked at, processes included",
    async () => {
      const found = await record("empty", "multiprocessing", { pass: "memory" });
      expect(found).toMatchObject({ outcome: "completed", wallSeconds: null });
      expect(found.peakMemoryBytes).toBeGreaterThan(3 * 2 ** 20);
    },
  );

  test("passes are added while time is given to settle, five at a time", async () => {
    const found = await record("load-tables", "threading", { settleSeconds: 0.3 });
    expect(found.iterationSeconds!.length).toBeGreaterThan(1);
    expect((found.iterationSeconds!.length - 1) % 5).toBe(0);
    expect(found.added!.wallSeconds).toBeGreaterThan(0);
  });

  test("its lanes show every task of two passes, and which ran at once", async () => {
    const folder = testFolder();
    const available = { runtimes: [node, python()], workloads, timer: "built-in" as const };
    const choices = { mode: "smoke" as const, runtimes: ["python"], workloads: ["load-tables"], seed: 1 };
    const plan = await makePlan(choices, available, "run");
    await runLanes({ folder, plan, ...available, progress: silent, signal: beside.signal });
    const lanes = lanesOf(folder, "run");
    expect(lanes.map(({ model, outcome, reason }) => [model, outcome, reason])).toEqual(
      MODELS.map((model) => [model, "completed", null]),
    );
    for (const { model, events } of lanes) {
      const spans = rowsOf(events).flatMap((row) => row.spans);
      expect(spans).toHaveLength(2 * 3);
      const atOnce = spans.some((one) => spans.some((other) => other.began > one.began && other.began < one.ended));
      expect([model, atOnce]).toEqual([model, model !== "sequential"]);
    }
  });

  test("a wrong answer is a failure, which says both checksums", async () => {
    const found = await record("empty", "sequential", { expectedChecksum: "a".repeat(64) });
    expect(found.outcome).toBe("failed");
    expect(found.reason).toMatch(
      /^ValueError: wrong answer in the first pass: wanted the oracle's checksum a{64}, found [0-9a-f]{64} of \{/,
    );
  });

  test("passes are flat by the same rule as everywhere", () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const series = Array.from({ length: 60 }, (_, index) => {
      const length = [4, 5, 12, 29, 30, 45, 120, 310].at(index % 8) ?? 0;
      const [level, noise] = [1 + random(), [0.001, 0.02, 0.2].at(index % 3) ?? 0];
      const drop = Math.floor(random() * length);
      return Array.from({ length }, (_, pass) => (pass < drop ? 3 : 1) * level * (1 + noise * (random() - 0.5)));
    });
    const code =
      "import json, sys; from flat_end import flat_end_of; print(json.dumps([flat_end_of(s) for s in json.load(sys.stdin)]))";
    const found: unknown = JSON.parse(
      execFileSync(python().binary, ["-c", code], {
        cwd: dirname(python().entry),
        input: JSON.stringify(series),
        encoding: "utf8",
      }),
    );
    const wanted = series.map(flatEndOf);
    expect(new Set(wanted).size).toBeGreaterThan(5);
    expect(found).toEqual(wanted);
  });
});
