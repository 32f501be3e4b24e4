import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { findingsOf } from "./findings.ts";
import { variantLabel } from "./words.ts";

const cells = ["download-pages", "fetch-pages"].flatMap((workload) => [
  cellOf("node", "sequential", { workload }),
  ...[2, 16].map((concurrency) => cellOf("node", "async", { workload, concurrency })),
  cellOf("node", "threading", { workload }),
  ...(workload === "download-pages" ? [cellOf("node", "threading", { workload, concurrency: 16 })] : []),
]);

test("equal numbers in flight stand beside each other, as many as there are workers and many; and the clients do", () => {
  const run = madeUpRun({
    cells,
    timedBlocks: 11,
    change: ({ workload, model, concurrency }) => ({
      iterationSeconds: [model === "sequential" ? 1.6 : concurrency === 16 ? (model === "async" ? 0.1 : 0.128) : 0.8],
      cpuSeconds: workload === "fetch-pages" ? 2.5 : 1,
    }),
  });
  const report = analyse(run);
  expect(findingsOf(report)).toEqual([
    "On download-pages a thread holds as many waits as it is given, whether it is the program's own or a worker. Times as fast as sequential, " +
      "in Node with 2 in flight 2.00× (async) and 2.00× (two threads), with 16 in flight 16.0× (async) and 12.5× (two threads).",
    "On fetch-pages a thread holds as many waits as it is given, whether it is the program's own or a worker. Times as fast as sequential, " +
      "in Node with 2 in flight 2.00× (async) and 2.00× (two threads), with 16 in flight 16.0× (async).",
    "In Node `fetch` takes 2.50 times the CPU of undici's `request` for the same pages.",
  ]);
  const { sentence, rows } = report.comparisons[0]!;
  expect(sentence).toContain("async with 2 in flight and two threads are 2.0 times");
  expect(sentence).toContain("two threads with 16 in flight");
  expect(rows.map((row) => variantLabel(row, rows))).toEqual([
    "sequential",
    "async, 2 in flight",
    "async, 16 in flight",
    "threading",
    "threading, 16 in flight",
  ]);
});

test("too few executions find nothing", () => {
  expect(findingsOf(analyse(madeUpRun({ cells, timedBlocks: 5 })))).toEqual([]);
});

test("nothing is found where the cells for it were not run", () => {
  expect(findingsOf(analyse(madeUpRun({ cells: [cellOf("node", "sequential"), cellOf("node", "async")] })))).toEqual(
    [],
  );
});
