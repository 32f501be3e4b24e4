import { expect, test } from "vitest";
import { cellOf, madeUpRecords } from "../report/fixtures/made-up-run.ts";
import { executionOf } from "./execution.ts";

const [record] = madeUpRecords({ cells: [cellOf("node", "threading")] }).records;

test("of the passes the middle one is kept, and how they went on", () => {
  expect(executionOf({ ...record!, warmupSeconds: [9], iterationSeconds: [2, 4, 3, 3] })).toMatchObject({
    steadySeconds: 3,
    trend: { change: 3 / 9, changeAtEnd: null },
  });
  expect(executionOf({ ...record!, iterationSeconds: [] })).toMatchObject({ steadySeconds: null, trend: null });
});

test("where the passes have a flat end, the middle one of that is kept", () => {
  const iterationSeconds = [...Array.from({ length: 20 }, () => 3), ...Array.from({ length: 19 }, () => 1)];
  expect(executionOf({ ...record!, warmupSeconds: [9], iterationSeconds })).toMatchObject({
    steadySeconds: 1,
    trend: { change: 1 / 3, changeAtEnd: 1 },
  });
});

test("whole process and CPU are those of the passes that every cell runs, without those that were added", () => {
  const whole = { ...record!, wallSeconds: 2, cpuSeconds: 3 };
  expect(executionOf({ ...whole, added: { wallSeconds: 0.5, cpuSeconds: 1 } })).toMatchObject({
    wallSeconds: 1.5,
    cpuSeconds: 2,
  });
  expect(executionOf({ ...whole, added: { wallSeconds: 0.5, cpuSeconds: null } })).toMatchObject({ cpuSeconds: null });
  expect(executionOf(whole)).toMatchObject({ wallSeconds: 2, cpuSeconds: 3 });
});

test("of the workers is kept how many there were, what they ran in all, and the longest time one was at work", () => {
  const interval = (worker: string, tasks: number, endedAt: number) => ({ worker, tasks, startedAt: 1, endedAt });
  const workIntervals = [interval("1/1", 3, 1.5), interval("1/2", 4, 3)];
  expect(executionOf({ ...record!, workIntervals }).work).toEqual({ workers: 2, tasks: 7, longestSeconds: 2 });
  expect(executionOf(record!).work).toEqual({ workers: 0, tasks: 0, longestSeconds: 0 });
});

test("a thousand passes and workers take no more room than one", () => {
  const series = (length: number) =>
    executionOf({
      ...record!,
      iterationSeconds: Array.from({ length }, () => 1),
      warmupSeconds: Array.from({ length }, () => 1),
      workerIds: Array.from({ length }, (_, index) => `1/${index}`),
      workIntervals: Array.from({ length }, () => ({ worker: "1/1", tasks: 1, startedAt: 0, endedAt: 1 })),
    });
  const { length } = JSON.stringify(series(1000));
  expect(length).toBeLessThan(JSON.stringify(series(4)).length + 20);
});
