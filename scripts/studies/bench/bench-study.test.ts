import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import { type Plan, totalExecutions } from "@triathlon/core/results/plan";
import { execa } from "execa";
import { beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { cellOf, madeUpRun } from "../../report/fixtures/made-up-run.ts";
import { leftBehind } from "../../study/fixtures/left-behind.ts";
import { executionsOfBlock, runPlan } from "./bench-study.ts";
import { fakeRun } from "./fixtures/fake-run.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const recordsOf = (folder: string) => [...readJournal(folder, EXECUTIONS)];

let folder: string;
beforeEach(() => {
  folder = testFolder();
});

const journal = (): string => join(folder, "journal.ndjson");
const outcomes = (workload: string) =>
  recordsOf(folder)
    .filter((record) => record.workload === workload)
    .map(({ outcome, reason }) => (reason === null ? outcome : `${outcome}: ${reason}`));

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(20);
}

describe("runPlan()", () => {
  test("what cannot be prepared fails, and is given up after two failures", async () => {
    expect(await runPlan(fakeRun(folder, ["fine", "unprepared"], { timedBlocks: 3 }))).toEqual({
      complete: true,
      failed: 2,
    });
    expect(outcomes("fine")).toEqual(["completed", "completed", "completed"]);
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

  test("what the machine disturbed is repeated in the blocks that count, while the budget lasts", async () => {
    const always = { mostRepeats: 2, probesCapacity: true, noiseLimits: { ...NOISE_LIMITS, capacityShare: 100 } };
    const attempts = () => recordsOf(folder).map(({ block, attempt }) => [block, attempt]);
    await runPlan(fakeRun(folder, ["fine"], { discardedBlocks: 1, lagBlocks: 1, ...always }));
    expect(attempts()).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ]);
    folder = testFolder();
    await runPlan(fakeRun(folder, ["fine"], { ...always, budgetSeconds: 0.01 }));
    expect(attempts()).toEqual([[0, 1]]);
  });
});

test.runIf(process.platform === "linux")("after kill -9 of the runner nothing of the execution is left", async () => {
  const mark = `TRIATHLON_WORKLOAD=${pathToFileURL(folder).href}`;
  fakeRun(folder, ["fine", "hang"]);
  const program = new URL("fixtures/run-fake-plan.ts", import.meta.url).pathname;
  const runner = execa(process.execPath, ["--import", import.meta.resolve("tsx"), program, folder, "fine", "hang"], {
    reject: false,
  });
  // The hanging program and the child it starts: by then the guard has long been told.
  await until(() => leftBehind(mark).length >= 2);
  runner.kill("SIGKILL");
  await runner;
  await until(() => leftBehind(mark).length === 0);
  expect(existsSync(journal())).toBe(true);
  expect(recordsOf(folder).every(({ workload }) => workload === "fine")).toBe(true);
});

const CELLS = ["sequential", "async", "threading", "multiprocessing"].map((model) => cellOf("node", model as "async"));
const planWith = (ghostsPerBlock: number) =>
  madeUpRun({ cells: CELLS, timedBlocks: 8, memoryBlocks: 1, lagBlocks: 1, plan: { ghostsPerBlock } }).plan;
const ghosts = (plan: ReturnType<typeof planWith>, block: number) =>
  executionsOfBlock(plan, block).filter(({ ghost }) => ghost > 0);

describe("ghosts", () => {
  test("are run in the blocks that count, and in no other", () => {
    const plan = planWith(1);
    expect(Array.from({ length: 11 }, (_, block) => ghosts(plan, block).length)).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0,
    ]);
    expect(totalExecutions(plan)).toBe(4 * 11 + 8);
  });

  test("take turns, so that over a run each cell has as many", () => {
    const plan = planWith(1);
    const models = Array.from({ length: 8 }, (_, index) => ghosts(plan, 1 + index)[0]!.cell.model);
    expect(models.slice(0, 4).sort()).toEqual(["async", "multiprocessing", "sequential", "threading"]);
    expect(models.slice(4)).toEqual(models.slice(0, 4));
  });

  test("of one cell in one block are told apart by number", () => {
    const plan = planWith(12);
    const own = executionsOfBlock(plan, 1).filter(({ cell }) => cell.model === "async");
    expect(own.map(({ ghost }) => ghost).sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });

  test("stand anywhere in their block", () => {
    const plan = planWith(1);
    const places = new Set(
      Array.from({ length: 8 }, (_, index) => executionsOfBlock(plan, 1 + index).findIndex(({ ghost }) => ghost > 0)),
    );
    expect(places.size).toBeGreaterThan(2);
  });
});

test("without ghosts a block is each cell once, in the order that its seed gave before there were any", () => {
  const order = executionsOfBlock(planWith(0), 3).map(({ cell }) => cell.model);
  expect(order).toEqual(["async", "threading", "sequential", "multiprocessing"]);
});
