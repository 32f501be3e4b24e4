import { expect, test } from "vitest";
import type { PlannedCell } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import type { WhatToUse } from "./report.ts";

const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const ofEachModel = (more: Partial<PlannedCell>) => MODELS.map((model) => cellOf("node", model, more));

function row(
  feature: string,
  cells: PlannedCell[],
  change?: (record: ExecutionRecord) => Partial<ExecutionRecord>,
  timedBlocks = 7,
): WhatToUse["rows"][number] {
  const [table] = analyse(madeUpRun({ cells, timedBlocks, ...(change && { change }) })).whatToUse;
  return table!.rows.find((row) => row.feature === feature)!;
}

test("waiting: yes where waits overlap, no where they stand in line, with the factor and its interval", () => {
  const cells = ofEachModel({ workload: "load-tables", size: "medium" });
  const found = row("Optimise waiting periods", cells, ({ model }) => ({
    iterationSeconds: [model === "multiprocessing" ? 8 : 5],
    observations: { waitedSeconds: 8 },
  }));
  expect(found.async).toEqual({ answer: "yes", text: "1.60× [1.60–1.60] overlap" });
  expect(found.threads.answer).toBe("yes");
  expect(found.processes).toEqual({ answer: "no", text: "1.00× [1.00–1.00] overlap" });
  expect(found.source).toContain("load-tables, medium");
});

test("waiting: an interval on both sides of the line gives no answer", () => {
  const cells = ofEachModel({ workload: "load-tables", size: "medium" });
  const found = row("Optimise waiting periods", cells, ({ block }) => ({
    iterationSeconds: [1],
    observations: { waitedSeconds: 1 + block / 20 },
  }));
  expect(found.async.answer).toBeNull();
});

test("a single execution is indicative and gives no answer", () => {
  const cells = ofEachModel({ workload: "load-tables", size: "medium" });
  const seen = () => ({ iterationSeconds: [5], observations: { waitedSeconds: 8 } });
  expect(row("Optimise waiting periods", cells, seen, 1).async).toEqual({
    answer: null,
    text: "1.60× overlap (indicative only)",
  });
});

test("cores: from the largest size of sum-of-squares that was measured", () => {
  const cells = ["small", "large", "huge"].flatMap((size) => ofEachModel({ size }));
  const found = row("Use all CPU cores", cells, ({ size, model }) => ({
    ...(size === "huge"
      ? { outcome: "skipped", iterationSeconds: [] }
      : { iterationSeconds: [size === "small" ? 1 : 2] }),
    ...(size === "large" && model === "threading" ? { iterationSeconds: [1], wallSeconds: 1, cpuSeconds: 1.9 } : {}),
  }));
  expect(found.source).toContain("sum-of-squares, large");
  expect(found.threads).toEqual({
    answer: "yes",
    text: "2.00× [2.00–2.00] as fast with two threads, 1.90 [1.90–1.90] cores used",
  });
  expect(found.async.answer).toBe("no");
});

test("scalability: how many waits at once, in units of one wait; only where it was measured", () => {
  const wide = cellOf("node", "async", { workload: "load-tables", size: "wide", concurrency: 1000 });
  const found = row("Scalability", [wide], () => ({
    iterationSeconds: [0.11],
    observations: { waitedSeconds: 100, longestWaitSeconds: 0.1 },
  }));
  expect(found.async).toEqual({ answer: null, text: "1,000 waits at once take 1.10× [1.10–1.10] one wait" });
  expect(found.threads).toEqual({ answer: null, text: "not measured in this run" });
  expect(found.processes).toEqual({ answer: null, text: "not measured in this run" });
});

test("blocking: yes where the main loop goes on, no where it stands still", () => {
  const cells = ofEachModel({ workload: "query-database", size: "medium" });
  const found = row("Use blocking library functions", cells, ({ model }) => ({
    observations: { longestLoopGapSeconds: model === "sequential" || model === "async" ? 0.1 : 0.002 },
  }));
  expect(found.source).toContain("100 ms in sequential");
  expect(found.processes).toEqual({ answer: "yes", text: "2.00 ms [2.00–2.00] gap" });
  expect(found.async).toEqual({ answer: "no", text: "100 ms [100–100] gap" });
});

test("what was not run is not measured", () => {
  const [table] = analyse(madeUpRun({ cells: ofEachModel({ workload: "empty", size: "small" }) })).whatToUse;
  const texts = table!.rows.slice(0, 4).flatMap(({ processes, threads, async }) => [processes, threads, async]);
  expect(new Set(texts.map(({ text }) => text))).toEqual(new Set(["not measured in this run"]));
});
