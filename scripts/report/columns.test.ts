import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import { cellOf, madeUpRun } from "./fixtures/made-up-run.ts";
import { withCount } from "./columns.ts";

const { rows } = analyse(madeUpRun({ cells: [cellOf("node", "sequential"), cellOf("node", "async")], memoryBlocks: 2 }))
  .comparisons[0]!;

test("a column whose figures are from fewer executions than the row's says from how many", () => {
  expect(withCount({ name: "peak memory", of: (row) => row.peakMemoryBytes }, rows)).toBe("peak memory (n = 2)");
  expect(withCount({ name: "one pass", of: (row) => row.steadySeconds }, rows)).toBe("one pass");
  expect(withCount({ name: "nothing", of: (row) => row.loopDelayMaxSeconds }, rows)).toBe("nothing");
});

test("memory of its own stands beside the peak, which counts shared pages in every process", () => {
  expect(rows[0]!.privateMemoryBytes.median).toBe(30 * 2 ** 20);
  expect(rows[0]!.peakMemoryBytes.median).toBe(50 * 2 ** 20);
});
