import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import type { Plan } from "@triathlon/core/results/plan";
import { execa } from "execa";
import { beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { keyOf } from "./executions.ts";
import { fakeRun } from "./fixtures/fake-run.ts";
import { runPlan } from "./run-plan.ts";
import type { Standing } from "../../study/progress.ts";

const recordsOf = (folder: string) => [...readJournal(folder, EXECUTIONS)];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-test-"));
});

const journal = (): string => join(folder, "journal.ndjson");
const outcomes = (workload: string) =>
  recordsOf(folder)
    .filter((record) => record.workload === workload)
    .map(({ outcome, reason }) => (reason === null ? outcome : `${outcome}: ${reason}`));

/** Processes of the fake runtime that work for this test. */
function leftBehind(): string[] {
  const mark = `TRIATHLON_WORKLOAD=${pathToFileURL(folder).href}`;
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(20);
}

describe("runPlan()", () => {
  test("a failing cell does not keep the others from being measured, and is given up after two failures", async () => {
    const end = await runPlan(fakeRun(folder, ["fine", "crash", "unprepared"], { timedBlocks: 3 }));
    expect(end).toEqual({ complete: true, failed: 4 });
    expect(outcomes("fine")).toEqual(["completed", "completed", "completed"]);
    expect(outcomes("crash")).toEqual([
      "failed: exited with code 7",
      "failed: exited with code 7",
      "skipped: failed twice: exited with code 7",
    ]);
    expect(outcomes("unprepared")).toEqual([
      expect.stringMatching(/^failed: could not be prepared/),
      expect.stringMatching(/^failed: could not be prepared/),
      expect.stringMatching(/^skipped: failed twice: could not be prepared/),
    ]);
  });

  test("cells of a runtime that is not here are skipped, one record each, and nothing failed", async () => {
    const run = fakeRun(folder, ["fine"], { unavailable: [{ runtime: "deno", reason: "it is not here" }] });
    run.plan.cells.push({ ...run.plan.cells[0]!, runtime: "deno" });
    expect(await runPlan(run)).toEqual({ complete: true, failed: 0 });
    expect(outcomes("fine").sort()).toEqual(["completed", "skipped: it is not here"]);
  });

  test("how many blocks count is fixed after the discarded one, and written into the plan", async () => {
    const run = fakeRun(folder, ["fine"], {
      discardedBlocks: 1,
      timedBlocks: null,
      memoryBlocks: 1,
      lagBlocks: 1,
      budgetSeconds: 0.1,
    });
    await runPlan(run);
    const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as Plan;
    expect(plan.timedBlocks).toBe(1);
    expect(recordsOf(folder).map(({ block, discarded, pass }) => [block, discarded, pass])).toEqual([
      [0, true, "time"],
      [1, false, "time"],
      [2, false, "memory"],
      [3, false, "lag"],
    ]);
  });

  test("what the machine disturbed is repeated at most twice, every attempt kept, and not once more after a resume", async () => {
    const always = { probesCapacity: true, noiseLimits: { ...NOISE_LIMITS, capacityShare: 100 } };
    const more = { discardedBlocks: 1, mostRepeats: 2, ...always };
    expect(await runPlan(fakeRun(folder, ["fine", "crash"], more))).toEqual({ complete: true, failed: 2 });
    const attempts = (workload: string) =>
      recordsOf(folder).flatMap((record) => (record.workload === workload ? [[record.block, record.attempt]] : []));
    expect(attempts("fine")).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(attempts("crash")).toEqual([
      [0, 1],
      [1, 1],
    ]);
    for (const { contamination, noise } of recordsOf(folder)) {
      expect(contamination).toContain("capacity");
      expect(noise!.capacityAfter).toBeGreaterThan(0);
    }
    await runPlan(fakeRun(folder, ["fine", "crash"]));
    expect(attempts("fine")).toHaveLength(4);
  });

  test("nothing is repeated once the budget is used up", async () => {
    const always = { probesCapacity: true, noiseLimits: { ...NOISE_LIMITS, capacityShare: 100 } };
    await runPlan(fakeRun(folder, ["fine"], { mostRepeats: 2, budgetSeconds: 0.01, ...always }));
    expect(recordsOf(folder).map(({ attempt }) => attempt)).toEqual([1]);
  });

  test("tells how far it is after each block", async () => {
    const standings: Standing[] = [];
    const run = fakeRun(folder, ["fine", "wrong"], { timedBlocks: 2 });
    run.progress.blockFinished = (standing) => standings.push(standing);
    await runPlan(run);
    expect(standings).toMatchObject([
      { blocks: 1, ofBlocks: 2, completed: 1, failed: 1 },
      { blocks: 2, ofBlocks: 2, completed: 2, failed: 2, leftSeconds: 0 },
    ]);
  });

  test("continues behind the journal's last whole line, repeating and losing nothing", async () => {
    await runPlan(fakeRun(folder, ["fine", "silent"], { timedBlocks: 2, lagBlocks: 1 }));
    const whole = recordsOf(folder);
    const text = readFileSync(journal(), "utf8");
    const thirdLine = text.split("\n").slice(0, 3).join("\n").length + 1;
    truncateSync(journal(), thirdLine + 40);
    expect(await runPlan(fakeRun(folder, ["fine", "silent"]))).toEqual({ complete: true, failed: 2 });
    const again = recordsOf(folder);
    expect(again.map(keyOf)).toEqual(whole.map(keyOf));
    expect(again.slice(0, 3)).toEqual(whole.slice(0, 3));
    expect(again.map(({ outcome }) => outcome)).toEqual(whole.map(({ outcome }) => outcome));
    expect(again.map(({ pass }) => pass)).toEqual(["time", "time", "time", "time", "lag", "lag"]);
  });

  test("a complete run runs nothing again", async () => {
    await runPlan(fakeRun(folder, ["fine"]));
    const before = readFileSync(journal(), "utf8");
    expect(await runPlan(fakeRun(folder, ["fine"]))).toEqual({ complete: true, failed: 0 });
    expect(readFileSync(journal(), "utf8")).toBe(before);
  });

  test("an interrupted execution leaves no record, and its run is not complete", async () => {
    const controller = new AbortController();
    const run = { ...fakeRun(folder, ["hang"]), signal: controller.signal };
    run.progress.executing = () => setTimeout(() => controller.abort(), 200);
    expect(await runPlan(run)).toEqual({ complete: false, failed: 0 });
    expect(recordsOf(folder)).toEqual([]);
  });

  test("a journal that is none is refused rather than overwritten", async () => {
    appendFileSync(journal(), "not a record\n");
    await expect(runPlan(fakeRun(folder, ["fine"]))).rejects.toThrow(/journal\.ndjson:1/);
    expect(readFileSync(journal(), "utf8")).toBe("not a record\n");
  });
});

test.runIf(process.platform === "linux")("after kill -9 of the runner nothing of the execution is left", async () => {
  fakeRun(folder, ["fine", "hang"]);
  const program = new URL("fixtures/run-fake-plan.ts", import.meta.url).pathname;
  const runner = execa(process.execPath, ["--import", import.meta.resolve("tsx"), program, folder, "fine", "hang"], {
    reject: false,
  });
  // The hanging program and the child it starts: by then the guard has long been told.
  await until(() => leftBehind().length >= 2);
  runner.kill("SIGKILL");
  await runner;
  await until(() => leftBehind().length === 0);
  expect(existsSync(journal())).toBe(true);
  expect(recordsOf(folder).every(({ workload }) => workload === "fine")).toBe(true);
});
