import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plan } from "@triathlon/core/results/plan";
import type { Pass } from "@triathlon/core/results/record";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { leftBehind } from "../../study/fixtures/left-behind.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { measure } from "./bench-study.ts";
import { detectHyperfine } from "./hyperfine.ts";
import { createJob, type Job, prepareJob } from "./job.ts";
import { loadWorkload } from "./workloads.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const folder = testFolder();
const hyperfine = await detectHyperfine();

const runtime: AvailableRuntime = {
  name: "node",
  title: "Node",
  version: process.versions.node,
  engine: null,
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-runtime.ts", import.meta.url)),
  arguments: ["{entry}"],
  environment: {},
};

const beside = { signal: new AbortController().signal, guard: { watch: () => {}, release: () => {} } };

function jobOf(behaviour: string): Job {
  const file = join(folder, `${behaviour}.ts`);
  writeFileSync(file, "");
  const description = { name: behaviour } as Job["workload"]["description"];
  const workload = { url: pathToFileURL(file).href, description, hasPages: false };
  return { workload, size: "small", parameters: {}, folder, files: null, repository: REPOSITORY };
}

const planOf = (more: Partial<Plan> = {}) =>
  ({ timer: "built-in", timeLimitSeconds: 20, settleSeconds: 0, ...more }) as Plan;

const cellOf = (workload: string) => ({
  runtime: "node",
  model: "threading" as const,
  workload,
  size: "small",
  workers: 2,
  concurrency: null,
  iterations: 1,
  warmups: 0,
  parameters: {},
  expectedSeconds: 1,
});

const run = (behaviour: string, { pass = "time", ...plan }: { pass?: Pass } & Partial<Plan> = {}) =>
  measure(
    { cell: cellOf(behaviour), pass, ghost: 0, discarded: false },
    { plan: planOf(plan), runtime, job: jobOf(behaviour), expectedChecksum: "a".repeat(64) },
    beside,
  );

const timers: Plan["timer"][] = hyperfine === undefined ? ["built-in"] : ["built-in", "hyperfine"];

describe.each(timers)("timed by %s", (timer) => {
  test("an execution that answers is completed, with times from outside", async () => {
    const record = await run("fine", { timer });
    expect(record).toMatchObject({
      outcome: "completed",
      reason: null,
      exitCode: 0,
      iterationSeconds: [0.001],
      stderrTail: null,
      runtimeVersion: process.versions.node,
      loopDelay: null,
    });
    expect(record.wallSeconds).toBeGreaterThan(0);
    if (timer === "built-in") expect(record.cpuSeconds).toBe(0.25);
    else expect(record.cpuSeconds).not.toBe(0.25);
  });

  test.each([
    ["crash", "exited with code 7"],
    ["killed", "was ended by SIGKILL"],
    ["silent", "ended without an answer"],
    ["no-answer", /^answered with what is no answer: measurement/],
    ["wrong", /^wrong answer: wanted the oracle's checksum a{64}, found b{64}$/],
  ])("%s is a failure that says so", async (behaviour, reason) => {
    const record = await run(behaviour, { timer });
    expect(record.outcome).toBe("failed");
    expect(record.reason).toMatch(reason);
    if (behaviour === "crash") expect(record.stderrTail).toBe("about to crash");
  });

  test("what hangs is ended with all it started", async () => {
    const record = await run("hang", { timer, timeLimitSeconds: 1 });
    expect(record).toMatchObject({ outcome: "failed", reason: "did not finish within 1 s" });
    if (process.platform === "linux")
      expect(leftBehind(`TRIATHLON_WORKLOAD=${pathToFileURL(folder).href}`)).toEqual([]);
  });
});

test("the program knows its workload", async () => {
  expect((await run("environment")).reason).toBe(pathToFileURL(join(folder, "environment.ts")).href);
});

test("the memory pass reads the tree at the barrier, and takes no times", async () => {
  const record = await run("fine", { pass: "memory" });
  expect(record).toMatchObject({ outcome: "completed", wallSeconds: null, cpuSeconds: null });
  if (process.platform === "linux") {
    expect(record.peakMemoryBytes).toBeGreaterThan(10_000_000);
    expect(record.proportionalMemoryBytes).toBeLessThanOrEqual(record.peakMemoryBytes!);
  } else {
    expect(record.memoryReason).toMatch(/proc/);
  }
});

test("the lag pass takes the delay of the loop, and nothing that the probe was beside", async () => {
  const record = await run("fine", { pass: "lag", timer: timers.at(-1)! });
  expect(record).toMatchObject({
    outcome: "completed",
    loopDelay: { ticks: 7, p99Seconds: 0.04, maxSeconds: 0.05 },
    wallSeconds: null,
    firstSeconds: null,
    iterationSeconds: [],
    warmupSeconds: [],
    observations: {},
    cpuSeconds: null,
    peakMemoryBytes: null,
    proportionalMemoryBytes: null,
  });
  expect([record.cpuSecondsReason, record.memoryReason]).toEqual([
    "taken in the time pass",
    "taken in the memory pass",
  ]);
});

test("preparing gives the oracle's checksum, or the reason there is none", async () => {
  expect(await prepareJob(jobOf("fine"), runtime, beside)).toEqual({ checksum: "a".repeat(64) });
  expect(await prepareJob(jobOf("unprepared"), runtime, beside)).toEqual({
    reason: expect.stringMatching(/^could not be prepared: [^]*no inputs today/),
  });
});

describe("a task that blocks the caller's loop for 50 ms", async () => {
  const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);
  const workload = await loadWorkload(fileURLToPath(new URL("fixtures/blocks-the-loop.ts", import.meta.url)));
  const job = createJob(workload, "small", null);
  const node = runtimes.find(({ name }) => name === "node")!;
  const prepared = await prepareJob(job, node, beside);

  test.each(runtimes)("is seen, in $name", async (runtime) => {
    const { iterations, warmups } = workload.description.sizes["small"]!;
    const cell = {
      ...cellOf(workload.description.name),
      model: "sequential" as const,
      workers: 1,
      iterations,
      warmups,
    };
    const expectedChecksum = "checksum" in prepared ? prepared.checksum : "";
    const planned = { cell, pass: "lag" as const, ghost: 0, discarded: false };
    const record = await measure(planned, { plan: planOf(), runtime, job, expectedChecksum }, beside);
    expect(record).toMatchObject({ outcome: "completed", reason: null, iterationSeconds: [] });
    expect(record.loopDelay!.maxSeconds).toBeGreaterThanOrEqual(0.045);
    // Two iterations, in each of which the timer was due at 0, 10, 20, 30 and 40 ms while the loop stood.
    expect(record.loopDelay!.ticks).toBeGreaterThanOrEqual(10);
  });
});
