import { describe, expect, test } from "vitest";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import type { Report, Row } from "./report.ts";

const TWO = [cellOf("node", "sequential"), cellOf("node", "threading")];

describe("figures", () => {
  test("an execution counts once, by the median of its iterations", () => {
    const run = madeUpRun({
      cells: TWO,
      change: ({ block }) => ({ iterationSeconds: [100, block, block, block, 0] }),
    });
    const { steadySeconds } = rowIn(analyse(run), "node", "threading");
    expect(steadySeconds).toMatchObject({ n: 7, median: 4, interval: { low: 1, high: 7 } });
  });

  test("speed-up is the median of the ratios within blocks, so that drift of the machine cancels", () => {
    // Ten times slower from block to block: medians over the run would say something else in every block but one.
    const run = madeUpRun({
      cells: TWO,
      change: ({ block, model }) => ({ iterationSeconds: [10 ** block * (model === "threading" ? 1 : 1.9)] }),
    });
    const { speedUp } = rowIn(analyse(run), "node", "threading");
    expect(speedUp.n).toBe(7);
    for (const value of [speedUp.median, speedUp.interval?.low, speedUp.interval?.high]) expect(value).toBeCloseTo(1.9);
  });

  test("a block in which sequential failed gives no ratio, but its time counts", () => {
    const run = madeUpRun({
      cells: TWO,
      change: ({ block, model }) => (block === 3 && model === "sequential" ? FAILED : {}),
    });
    const row = rowIn(analyse(run), "node", "threading");
    expect([row.steadySeconds.n, row.speedUp.n]).toEqual([7, 6]);
  });

  test("discarded blocks and failed executions do not count", () => {
    const run = madeUpRun({
      cells: TWO,
      change: ({ block }) => ({ iterationSeconds: [block === 0 ? 1000 : 1], ...(block === 7 ? FAILED : {}) }),
    });
    const row = rowIn(analyse(run), "node", "sequential");
    expect(row.steadySeconds).toMatchObject({ n: 6, median: 1, interval: { high: 1 } });
    expect(row.outcomes).toEqual({ completed: 6, failed: 1, skipped: 0 });
  });

  test("of a repeated execution the last attempt counts, slow or fast, and ghosts are no samples", () => {
    const run = madeUpRun({ cells: TWO });
    const [first] = run.executions.filter(({ block, model }) => block === 7 && model === "threading");
    const executions = [
      ...run.executions,
      { ...first!, attempt: 2, steadySeconds: 0.5 },
      { ...first!, attempt: 3, steadySeconds: 9 },
      { ...first!, position: 2, ghost: 1, steadySeconds: 100 },
    ];
    const row = rowIn(analyse({ ...run, executions }), "node", "threading");
    expect(row.steadySeconds).toMatchObject({ n: 7, interval: { high: 9 } });
    expect(row.outcomes.completed).toBe(7);
  });

  test("fewer than six executions give a median, and a reason in place of the interval", () => {
    const { steadySeconds, verdict } = rowIn(analyse(madeUpRun({ cells: TWO, timedBlocks: 5 })), "node", "threading");
    expect(steadySeconds).toEqual({
      n: 5,
      median: 1,
      interval: null,
      reason: "too few executions for an interval: indicative only",
    });
    expect(verdict).toBe("too few executions");
  });

  test("memory comes from the memory pass alone, and time never does", () => {
    const run = madeUpRun({
      cells: TWO,
      memoryBlocks: 1,
      change: ({ pass }) => (pass === "memory" ? { iterationSeconds: [99], peakMemoryBytes: 123 } : {}),
    });
    const row = rowIn(analyse(run), "node", "sequential");
    expect(row.peakMemoryBytes).toMatchObject({ n: 1, median: 123 });
    expect(row.steadySeconds).toMatchObject({ n: 7, median: 1 });
  });

  test("the loop's delay comes from the lag pass alone: late where tasks compute in the caller's thread", () => {
    const cells = (["sequential", "async", "threading", "multiprocessing"] as const).map((model) =>
      cellOf("node", model),
    );
    const inCaller = ({ model }: { model: string }): boolean => model === "sequential" || model === "async";
    const run = madeUpRun({
      cells,
      lagBlocks: 3,
      change: (record) => {
        if (record.pass !== "lag") return {};
        const late = (inCaller(record) ? 0.3 : 0.001) + record.block / 1e6;
        return {
          iterationSeconds: [99],
          loopDelay: { ticks: 100, p50Seconds: late / 2, p99Seconds: late, maxSeconds: late * 2 },
        };
      },
    });
    const { rows } = analyse(run).comparisons[0]!;
    expect(rows.map((row) => [row.model, row.loopDelayP99Seconds.median! > 0.1])).toEqual([
      ["sequential", true],
      ["async", true],
      ["threading", false],
      ["multiprocessing", false],
    ]);
    expect(rows[0]!.loopDelayP99Seconds).toEqual({
      n: 3,
      median: expect.closeTo(0.300009, 9),
      interval: null,
      reason: "too few executions for an interval: indicative only",
    });
    expect(rows[0]!.loopDelayMaxSeconds).toMatchObject({ n: 3, median: expect.closeTo(0.600018, 9) });
    expect(rows[0]!.steadySeconds).toMatchObject({ n: 7, median: 1 });
  });

  test("a cell that no lag pass looked at has no delay, and says so", () => {
    expect(rowIn(analyse(madeUpRun({ cells: TWO })), "node", "threading").loopDelayP99Seconds).toEqual({
      n: 0,
      median: null,
      interval: null,
      reason: "no lag pass of this cell",
    });
  });

  test("what a platform does not tell is null with its reason", () => {
    const run = madeUpRun({
      cells: TWO,
      memoryBlocks: 1,
      change: ({ pass }) => ({
        cpuSeconds: null,
        cpuSecondsReason: "no process times here",
        ...(pass === "memory" ? { peakMemoryBytes: null, memoryReason: "no /proc here" } : {}),
      }),
    });
    const row = rowIn(analyse(run), "node", "sequential");
    expect(row.peakMemoryBytes).toEqual({ n: 0, median: null, interval: null, reason: "no /proc here" });
    expect(row.coresUsed).toMatchObject({ median: null, reason: "no process times here" });
  });

  test("cores used is CPU over wall of each execution, not of their medians", () => {
    const walls = [1, 2, 4, 8, 16, 32, 64, 128];
    const run = madeUpRun({
      cells: TWO,
      change: ({ block }) => ({ wallSeconds: walls[block]!, cpuSeconds: walls[block]! * 1.5 }),
    });
    expect(rowIn(analyse(run), "node", "threading").coresUsed).toMatchObject({ median: 1.5, interval: { high: 1.5 } });
  });

  test("workers and concurrency tell cells apart", () => {
    const cells = [TWO[0]!, cellOf("node", "threading", { workers: 2 }), cellOf("node", "threading", { workers: 4 })];
    const run = madeUpRun({ cells, change: ({ workers }) => ({ iterationSeconds: [8 / workers] }) });
    const rows = analyse(run).comparisons[0]!.rows;
    expect(rows.map(({ workers, speedUp }) => [workers, speedUp.median])).toEqual([
      [1, 1],
      [2, 2],
      [4, 4],
    ]);
  });
});

describe("side by side", () => {
  const RUNTIMES = ["node", "deno", "bun"];
  const CELLS = RUNTIMES.map((runtime) => cellOf(runtime, "sequential"));
  const sideBySide = (seconds: (record: ExecutionRecord) => number) =>
    analyse(madeUpRun({ cells: CELLS, change: (record) => ({ iterationSeconds: [seconds(record)] }) })).comparisons[0]!
      .sideBySide[0]!;

  test("runtimes that differ in every block stand in tiers of their own", () => {
    const found = sideBySide(({ runtime, block }) => 1 + RUNTIMES.indexOf(runtime) + block / 100);
    expect(found.tiers).toEqual([["node"], ["deno"], ["bun"]]);
    expect(found.fastest).toBe("node");
  });

  test("overlapping intervals put runtimes into one tier, also when one is ahead in every block", () => {
    const found = sideBySide(({ runtime, block }) => 1 + block / 5 + RUNTIMES.indexOf(runtime) / 100);
    expect(found.pairs.map(({ timeRatio }) => timeRatio.interval!.high < 1)).toEqual([true, true, true]);
    expect(found.tiers).toEqual([["node", "deno", "bun"]]);
  });

  test("one runtime between two others joins them: no cut where any pair across it cannot be told apart", () => {
    const spread: Record<string, (block: number) => number> = {
      node: (block) => 1 + block / 100,
      deno: (block) => 0.9 + block / 10,
      bun: (block) => 1.5 + block / 100,
    };
    expect(sideBySide(({ runtime, block }) => spread[runtime]!(block)).tiers).toEqual([["node", "deno", "bun"]]);
  });
});

describe("completeness", () => {
  test("a whole run is not partial", () => {
    const report = analyse(madeUpRun({ cells: TWO, memoryBlocks: 1 }));
    expect(report.partial).toBe(false);
    expect(report.executions).toEqual({ planned: 18, recorded: 18, completed: 18, failed: 0, skipped: 0 });
    expect(report.notMeasured).toEqual([]);
  });

  test.each([
    ["one timed execution", ({ block, model }: ExecutionRecord) => block === 7 && model === "threading"],
    ["the memory pass", ({ pass }: ExecutionRecord) => pass === "memory"],
    ["the lag pass", ({ pass }: ExecutionRecord) => pass === "lag"],
  ])("a run without %s is partial", (_, missing) => {
    const change = (record: ExecutionRecord) => (missing(record) ? null : {});
    const run = madeUpRun({ cells: TWO, memoryBlocks: 1, lagBlocks: 1, change });
    expect(analyse(run).partial).toBe(true);
  });

  test("a run that ended before its blocks were decided is partial, and says so of every cell", () => {
    const run = madeUpRun({
      cells: TWO,
      plan: { timedBlocks: null },
      change: ({ discarded }) => (discarded ? {} : null),
    });
    const report = analyse(run);
    expect(report).toMatchObject({ partial: true, executions: { planned: null, recorded: 2 } });
    expect(report.notMeasured.map(({ reason }) => reason)).toEqual([
      "the run ended before it",
      "the run ended before it",
    ]);
  });

  test("a missing runtime is not measured, with its reason, and does not make the run partial", () => {
    const run = madeUpRun({
      cells: [...TWO, cellOf("bun", "sequential")],
      plan: { unavailable: [{ runtime: "bun", reason: "wanted bun, found none" }] },
      change: ({ runtime }) =>
        runtime === "bun" ? { outcome: "skipped", reason: "wanted bun, found none", iterationSeconds: [] } : {},
    });
    const report = analyse(run);
    expect(report.partial).toBe(false);
    expect(report.runtimes).toEqual(["node"]);
    expect(rowIn(report, "bun", "sequential")).toMatchObject({ steadySeconds: { n: 0 }, outcomes: { skipped: 7 } });
    expect(report.notMeasured).toEqual([{ runtime: "bun", reason: "wanted bun, found none" }]);
  });

  test("failed executions are listed with reason and stderr, the discarded block's too", () => {
    const run = madeUpRun({ cells: TWO, change: ({ model }) => (model === "threading" ? FAILED : {}) });
    const report = analyse(run);
    expect(report.failures).toHaveLength(8);
    expect(report.failures[0]).toMatchObject({
      model: "threading",
      block: 0,
      discarded: true,
      reason: "wrong answer",
      stderrTail: "oops",
    });
    expect(report.notMeasured).toMatchObject([{ model: "threading", reason: "failed: wrong answer" }]);
    expect(rowIn(report, "node", "threading").steadySeconds).toMatchObject({ n: 0, reason: "failed: wrong answer" });
  });

  test("cells that disagree about the answer show all checksums", () => {
    const other = "cd".repeat(32);
    const run = madeUpRun({ cells: TWO, change: ({ model }) => (model === "threading" ? { checksum: other } : {}) });
    expect(analyse(run).comparisons[0]!.checksums).toEqual(["ab".repeat(32), other]);
  });
});

const FAILED: Partial<ExecutionRecord> = {
  outcome: "failed",
  reason: "wrong answer",
  checksum: null,
  iterationSeconds: [],
  wallSeconds: null,
  exitCode: 1,
  stderrTail: "oops",
};

function rowIn(report: Report, runtime: string, model: Row["model"]): Row {
  return report.comparisons[0]!.rows.find((row) => row.runtime === runtime && row.model === model)!;
}

test("runtimes that do not do the same work are not put beside each other, and why is said", () => {
  const cells = ["node", "bun"].flatMap((runtime) => [cellOf(runtime, "sequential"), cellOf(runtime, "async")]);
  const run = madeUpRun({
    cells,
    timedBlocks: 9,
    change: ({ runtime }) => ({ iterationSeconds: [runtime === "bun" ? 1 : 2] }),
  });
  expect(analyse(run).comparisons[0]).toMatchObject({
    doubts: [],
    sideBySide: [{ model: "sequential" }, { model: "async" }],
  });
  run.plan.workloads["sum-of-squares"]!.unlike = "They have other clients.";
  const [{ doubts, sideBySide, sentence }] = analyse(run).comparisons as [
    ReturnType<typeof analyse>["comparisons"][number],
  ];
  expect(doubts).toEqual(["They have other clients."]);
  expect(sideBySide).toEqual([]);
  expect(sentence).not.toContain("Bun is");
});
