import { expect, test } from "vitest";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";

const CELLS = [cellOf("node", "sequential"), cellOf("node", "threading")];
const doubts = (change: (record: ExecutionRecord) => Partial<ExecutionRecord>) =>
  analyse(madeUpRun({ cells: CELLS, change })).comparisons[0]!.doubts;
const interval = (worker: string, tasks: number, startedAt: number) => ({
  worker,
  tasks,
  startedAt,
  endedAt: startedAt + 1,
});

test("cells that ran other amounts of work are named", () => {
  const half = doubts(({ model }) => ({ workIntervals: [interval("1", model === "threading" ? 50 : 100, 0)] }));
  expect(half).toEqual(["Node threading ran 50 tasks where others ran 100: it is not the same work."]);
  expect(doubts(() => ({ workIntervals: [interval("1", 100, 0)] }))).toEqual([]);
});

test("workers that took turns are named", () => {
  const turns = ({ model }: ExecutionRecord, overlapSeconds: number) =>
    model === "threading" ? { overlapSeconds, workIntervals: [interval("1/1", 5, 0), interval("1/2", 5, 1)] } : {};
  expect(doubts((record) => turns(record, 0))).toEqual([
    "Node threading: its workers were never at work at the same time.",
  ]);
  expect(doubts((record) => turns(record, 0.5))).toEqual([]);
});

test("workers that took turns once the first pass was over are named, and those that met only later are not", () => {
  const seen = ({ model }: ExecutionRecord, overlapSeconds: number, timedOverlapSeconds: number) =>
    model === "threading"
      ? { overlapSeconds, timedOverlapSeconds, workIntervals: [interval("1/1", 5, 0), interval("1/2", 5, 1)] }
      : {};
  expect(doubts((record) => seen(record, 0.5, 0))).toEqual([
    "Node threading: its workers were never at work at the same time.",
  ]);
  expect(doubts((record) => seen(record, 0, 0.5))).toEqual([]);
});
