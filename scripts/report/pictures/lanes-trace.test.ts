import { expect, test } from "vitest";
import { pageLanes } from "../fixtures/page-run.ts";
import { lanesTrace } from "./lanes-trace.ts";

test("each execution is a group of its own, named, with its bars from time 0", () => {
  const lanes = pageLanes();
  const { traceEvents } = JSON.parse(lanesTrace(lanes)!) as { traceEvents: Record<string, unknown>[] };
  const groups = traceEvents.filter(({ name }) => name === "process_name");
  expect(groups).toHaveLength(lanes.length);
  expect(groups[2]).toMatchObject({ pid: 3, args: { name: "load-tables: Node, threading" } });
  const bars = traceEvents.filter(({ cat, pid }) => cat === "task" && pid === 3);
  expect(bars).toHaveLength(6);
  for (const { ts } of traceEvents) expect(ts ?? 0).toBeGreaterThanOrEqual(0);
});

test("executions that failed are not in it, and without any there is none", () => {
  const failed = pageLanes().map((record) => ({ ...record, outcome: "failed" as const, reason: "no" }));
  expect(lanesTrace(failed)).toBeNull();
  expect(lanesTrace([])).toBeNull();
});
