import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { findingsOf } from "./findings.ts";

const cells = ["download-pages", "fetch-pages"].flatMap((workload) => [
  cellOf("node", "sequential", { workload }),
  ...[2, 16].map((concurrency) => cellOf("node", "async", { workload, concurrency })),
  cellOf("node", "threading", { workload }),
]);

test("a thread that holds many is told from one that holds as many as there are workers", () => {
  const run = madeUpRun({
    cells,
    timedBlocks: 9,
    change: ({ workload, model, concurrency }) => ({
      iterationSeconds: [model === "sequential" ? 1.6 : concurrency === 16 ? 0.1 : 0.8],
      cpuSeconds: workload === "fetch-pages" ? 2.5 : 1,
    }),
  });
  const report = analyse(run);
  expect(findingsOf(report)).toEqual([
    "On download-pages one thread holds as many waits as it is given, a worker one: times as fast as sequential, Node 2.00× with 2 in flight, 2.00× with two threads and 16.0× with 16 in flight.",
    "On fetch-pages one thread holds as many waits as it is given, a worker one: times as fast as sequential, Node 2.00× with 2 in flight, 2.00× with two threads and 16.0× with 16 in flight.",
    "In Node `fetch` takes 2.50 times the CPU of undici's `request` for the same pages.",
  ]);
  expect(report.comparisons[0]!.sentence).toContain("async with 2 in flight and two threads are 2.0 times");
});

test("too few executions find nothing", () => {
  expect(findingsOf(analyse(madeUpRun({ cells, timedBlocks: 5 })))).toEqual([]);
});

test("nothing is found where the cells for it were not run", () => {
  expect(findingsOf(analyse(madeUpRun({ cells: [cellOf("node", "sequential"), cellOf("node", "async")] })))).toEqual(
    [],
  );
});
