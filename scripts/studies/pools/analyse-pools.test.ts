import type { PoolRecord } from "@triathlon/core/results/pools";
import { expect, test } from "vitest";
import { analysePools } from "./analyse-pools.ts";
import { ENVIRONMENT, poolRecordOf } from "./fixtures/made-up-pools.ts";
import { overview, poolsMarkdown } from "./pools-markdown.ts";
import { type PoolRow, poolsReport } from "./pools-report.ts";

const analyse = (records: PoolRecord[]) => analysePools(records, ENVIRONMENT);

/** One record for each block. */
const blocks = (contender: string, name: PoolRecord["case"], seconds: number[], changes?: Partial<PoolRecord>) =>
  seconds.map((value, index) => poolRecordOf(contender, name, index, value, changes));

function rowOf(records: PoolRecord[], contender: string): PoolRow {
  return analyse(records).cells[0]!.cases[0]!.rows.find((row) => row.contender === contender)!;
}

test("a time is of one call, the median over the blocks", () => {
  const row = rowOf(blocks("triathlon", "at-once", [0.01, 0.03, 0.02]), "triathlon");
  expect(row.seconds).toMatchObject({ n: 3, median: 0.02 / 10_000, interval: null });
  expect(row.seconds.range).toEqual({ low: 0.01 / 10_000, high: 0.03 / 10_000 });
});

test("several repetitions in a process count as their median", () => {
  const figures = { seconds: [5, 0.02, 0.01], observations: {} };
  expect(rowOf([poolRecordOf("triathlon", "mix", 1, 0, { figures })], "triathlon").seconds.median).toBe(0.02);
});

test("ratios are taken within a block, so that a block in which all was slow changes nothing", () => {
  const records = [
    ...blocks("triathlon", "at-once", [0.01, 0.1, 0.01]),
    ...blocks("piscina", "at-once", [0.05, 0.5, 0.05]),
    ...blocks("tinypool", "at-once", [0.06, 0.6, 0.06]),
    ...blocks("raw-batched", "at-once", [0.008, 0.08, 0.008]),
    ...blocks("raw-one-in-flight", "at-once", [0.001, 0.001, 0.001]),
  ];
  const compared = analyse(records).cells[0]!.cases[0]!;
  expect(compared).toMatchObject({ floor: "raw-batched", bestPeer: "piscina" });
  const row = rowOf(records, "triathlon");
  expect(row.toBestPeer.n).toBe(3);
  expect(row.toBestPeer.median).toBeCloseTo(0.2);
  expect(row.toBestPeer.range!.high).toBeCloseTo(0.2);
  expect(row.toFloor.median).toBeCloseTo(1.25);
});

test("six blocks give an interval", () => {
  const row = rowOf(blocks("triathlon", "mix", [1, 2, 3, 4, 5, 6]), "triathlon");
  expect(row.seconds.interval).toMatchObject({ low: 1, high: 6 });
});

test("ours come first, floors last", () => {
  const records = ["raw-batched", "piscina", "triathlon-ahead", "triathlon"].map((name) =>
    poolRecordOf(name, "at-once", 1, 1),
  );
  expect(analyse(records).cells[0]!.cases[0]!.rows.map(({ contender }) => contender)).toEqual([
    "triathlon",
    "triathlon-ahead",
    "piscina",
    "raw-batched",
  ]);
});

test("efficiency is relative to the capacity seen before and after", () => {
  const short = poolRecordOf("triathlon", "short-tasks", 1, 1, {
    figures: { seconds: [10_000 / (0.45 * 15_000)], observations: { capacity: [10_000, 20_000] } },
  });
  expect(rowOf([short], "triathlon").efficiency!.median).toBeCloseTo(0.45);
  const lines = overview(analyse([short])).split("\n");
  expect(lines.find((line) => line.startsWith("| 100 µs tasks: efficiency"))).toContain("| 0.45");
});

test("an idle worker's memory is what eight more of them add", () => {
  const memory = (workers: number, proportionalMemoryBytes: number | null) =>
    poolRecordOf("triathlon", "idle-memory", 1, 0, { workers, proportionalMemoryBytes, figures: NOTHING });
  expect(rowOf([memory(1, 50 * 2 ** 20), memory(9, 90 * 2 ** 20)], "triathlon").bytes!.median).toBe(5 * 2 ** 20);
  expect(rowOf([memory(1, null), memory(9, 90 * 2 ** 20)], "triathlon").bytes!.median).toBeNull();
});

test("the mix shows within which time 99 of 100 short tasks were answered", () => {
  const shortSeconds = Array.from({ length: 200 }, (_, index) => (200 - index) / 100);
  const figures = { seconds: [3], observations: { shortSeconds } };
  expect(rowOf([poolRecordOf("triathlon", "mix", 1, 0, { figures })], "triathlon").shortP99Seconds!.median).toBe(1.98);
});

test("what failed or was not run has no figure, its reason, and is no best peer", () => {
  const none = { figures: null, runtimeVersion: null };
  const records = [
    ...blocks("triathlon", "at-once", [1]),
    poolRecordOf("quick", "at-once", 1, 0, { ...none, outcome: "failed", reason: "wrong answer: wanted 1, found 2" }),
    poolRecordOf("quick", "at-once", 2, 0, { ...none, outcome: "skipped", reason: "failed twice: wrong answer" }),
    poolRecordOf("absent", "at-once", 1, 0, { ...none, outcome: "skipped", reason: "hangs | for *ever*" }),
  ];
  const report = analyse(records);
  expect(report.cells[0]!.cases[0]!.bestPeer).toBeNull();
  expect(rowOf(records, "quick")).toMatchObject({ completed: 0, failed: 1 });
  expect(report.notCompleted).toEqual([
    {
      runtime: "node",
      model: "threading",
      contender: "quick",
      outcome: "failed",
      reason: "wrong answer: wanted 1, found 2",
      cases: ["at-once"],
    },
    expect.objectContaining({ contender: "absent", outcome: "skipped" }),
  ]);
  const text = poolsMarkdown(report);
  expect(text).toContain("- Node, threading, quick: failed in at-once: wrong answer: wanted 1, found 2");
  expect(text).toContain("- Node, threading, absent: not run: hangs \\| for \\*ever\\*");
  expect(text).toMatch(/^\| absent +\| not run +\|/m);
});

test("the overview shows the plain pool, one with an ability, the best peer and bare messages, and judges nothing", () => {
  const records = [
    ...blocks("triathlon", "at-once", [0.025, 0.025]),
    ...blocks("triathlon-ahead", "at-once", [0.2, 0.2]),
    ...blocks("piscina", "at-once", [0.1, 0.12]),
    ...blocks("raw-batched", "at-once", [0.02, 0.02]),
  ];
  const line = overview(analyse(records))
    .split("\n")
    .find((one) => one.startsWith("| 10,000 at once"))!;
  const cells = line.split("|").map((cell) => cell.trim());
  expect(overview(analyse(records))).not.toMatch(/target|met|missed/);
  expect(cells.slice(2, -1)).toEqual([
    "2.50 µs [2.50–2.50]",
    "20.0 µs [20.0–20.0] ahead",
    "11.0 µs [10.0–12.0] piscina",
    "0.23× [0.21–0.25]",
    "2.00 µs [2.00–2.00]",
    "1.25× [1.25–1.25]",
  ]);
});

test("a report is what its schema says, and says where it comes from", () => {
  const report = analyse([...blocks("triathlon", "at-once", [1]), ...blocks("piscina", "at-once", [1])]);
  expect(poolsReport.parse(report)).toEqual(report);
  expect(poolsMarkdown(report)).toContain(
    "Measured 2026-01-02 03:04 UTC with Node 26.10.0 and piscina 1.0.0 on Made-up CPU",
  );
});

test("a machine that was busy is said to have been, above all figures", () => {
  const text = (loadAverage: number) =>
    overview(analysePools(blocks("triathlon", "at-once", [1]), { ...ENVIRONMENT, loadAverage }));
  expect(text(15.4)).toMatch(/^> The machine was busy when this run began: load average 15\.4 on 2 CPUs\./);
  expect(text(0.3)).not.toContain("busy when");
});

test("no records are no report", () => {
  expect(() => analyse([])).toThrow(/wanted at least one record, found none/);
});

const NOTHING = { seconds: [], observations: {} };
