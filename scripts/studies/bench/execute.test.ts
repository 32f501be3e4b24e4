import { mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord, Pass } from "@triathlon/core/results/record";
import { describe, expect, test } from "vitest";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { REPOSITORY } from "../../repository.ts";
import { execute } from "./execute.ts";
import { detectHyperfine } from "./hyperfine.ts";
import type { Job } from "./job.ts";
import { prepare } from "./prepare.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "triathlon-test-")));
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

/** Which groups were told to the guard; it must have been released each time. */
class FakeGuard {
  readonly calls: string[] = [];
  watch(group: number): void {
    this.calls.push(`watch ${group > 0}`);
  }
  release(): void {
    this.calls.push("release");
  }
}

function jobOf(behaviour: string): Job {
  const file = join(folder, `${behaviour}.ts`);
  writeFileSync(file, "");
  const description = { name: behaviour } as Job["workload"]["description"];
  const workload = { url: pathToFileURL(file).href, description, hasPages: false };
  return { workload, size: "small", parameters: {}, folder, files: null, repository: REPOSITORY };
}

async function run(
  behaviour: string,
  {
    pass = "time",
    timer = "built-in",
    timeLimitSeconds = 20,
    signal = new AbortController().signal,
    guard = new FakeGuard(),
  }: { pass?: Pass; timer?: Plan["timer"]; timeLimitSeconds?: number; signal?: AbortSignal; guard?: FakeGuard } = {},
): Promise<ExecutionRecord> {
  const plan = { runId: "r", profile: "source", timer, timeLimitSeconds } as Plan;
  const cell = {
    runtime: "node",
    model: "threading" as const,
    workload: behaviour,
    size: "small",
    workers: 2,
    concurrency: null,
    iterations: 1,
    warmups: 0,
    parameters: {},
    expectedSeconds: 1,
  };
  const planned = { block: 1, position: 4, discarded: false, pass, cell, ghost: 0, attempt: 1 };
  const expectedChecksum = "a".repeat(64);
  return execute(planned, { plan, runtime, job: jobOf(behaviour), expectedChecksum, signal, guard });
}

/** Everything of the fake runtime's that still runs, by the order folder it works in. */
function leftBehind(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(
          `TRIATHLON_WORKLOAD=${pathToFileURL(folder).href}`,
        );
      } catch {
        return false;
      }
    });
}

const timers: Plan["timer"][] = hyperfine === undefined ? ["built-in"] : ["built-in", "hyperfine"];

describe.each(timers)("timed by %s", (timer) => {
  test("an execution that answers is completed, with times from outside", async () => {
    const guard = new FakeGuard();
    const record = await run("fine", { timer, guard });
    expect(record).toMatchObject({
      outcome: "completed",
      reason: null,
      timer,
      block: 1,
      position: 4,
      exitCode: 0,
      iterationSeconds: [0.001],
      stderrTail: null,
      runtimeVersion: process.versions.node,
    });
    expect(record.wallSeconds).toBeGreaterThan(0);
    expect(record.runnerCpuSeconds).toBeGreaterThanOrEqual(0);
    if (timer === "built-in") expect(record.cpuSeconds).toBe(0.25);
    else expect(record.cpuSeconds).not.toBe(0.25);
    expect(guard.calls).toEqual(["watch true", "release"]);
  });

  test.each([
    ["crash", "exited with code 7"],
    ["killed", "was ended by SIGKILL"],
    ["silent", "ended without an answer"],
    ["no-json", /^answered with what is not JSON/],
    ["no-answer", /^answered with what is no answer: measurement/],
    ["wrong", /^wrong answer: wanted the oracle's checksum a{64}, found b{64}$/],
    ["reported", "wrong answer in iteration 1"],
    ["flood", "wrote more than 1 MiB to stdout"],
  ])("%s is a failure that says so", async (behaviour, reason) => {
    const record = await run(behaviour, { timer });
    expect(record.outcome).toBe("failed");
    expect(record.reason).toMatch(reason);
  });

  test("what hangs is ended with all it started", async () => {
    const record = await run("hang", { timer, timeLimitSeconds: 1 });
    expect(record).toMatchObject({ outcome: "failed", reason: "did not finish within 1 s" });
    if (process.platform === "linux") expect(leftBehind()).toEqual([]);
  });
});

test.each(timers)("a failure keeps the last lines of stderr, timed by %s", async (timer) => {
  expect((await run("crash", { timer })).stderrTail).toBe("about to crash");
});

test("what a program leaves behind is ended", async () => {
  expect((await run("leave-behind")).outcome).toBe("completed");
  if (process.platform === "linux") expect(leftBehind()).toEqual([]);
});

test("the program gets no loader, and knows its workload", async () => {
  process.env["NODE_OPTIONS"] = "--no-warnings";
  const { reason } = await run("environment");
  delete process.env["NODE_OPTIONS"];
  expect(JSON.parse(reason!)).toEqual([null, [], true, pathToFileURL(join(folder, "environment.ts")).href]);
});

test("an abort ends the execution", async () => {
  const controller = new AbortController();
  const running = run("hang", { signal: controller.signal });
  controller.abort();
  expect((await running).reason).toBe("interrupted");
});

test("the memory pass reads the tree at the barrier, and takes no times", async () => {
  const record = await run("fine", { pass: "memory" });
  expect(record).toMatchObject({ outcome: "completed", pass: "memory", wallSeconds: null, cpuSeconds: null });
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
    pass: "lag",
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

test("the other passes have no delay of the loop", async () => {
  expect((await run("fine")).loopDelay).toBeNull();
});

test("preparing gives the oracle's checksum, or the reason there is none", async () => {
  const options = { signal: new AbortController().signal, guard: new FakeGuard() };
  expect(await prepare(jobOf("fine"), runtime, options)).toEqual({ checksum: "a".repeat(64) });
  expect(await prepare(jobOf("unprepared"), runtime, options)).toEqual({
    reason: expect.stringMatching(/^could not be prepared: [^]*no inputs today/),
  });
});
