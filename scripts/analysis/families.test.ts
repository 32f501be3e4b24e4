import type { Cell } from "@triathlon/core/results/record";
import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { blocksForVerdicts } from "./families.ts";
import { leastPairs } from "@triathlon/core/statistics/holm";

const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;

const cells = (runtimes: string[], models: readonly Cell["model"][], workload = "empty"): Cell[] =>
  runtimes.flatMap((runtime) =>
    models.map((model) => ({ runtime, model, workload, size: "small", workers: 1, concurrency: null })),
  );

// Before Holm's adjustment the smallest p of n pairs is 2^(1 - n): it has to stay below 5 % times the family's size.
test.each([
  ["twelve pairs of runtimes", cells(["node", "deno", "bun"], MODELS), 9],
  ["three models in one runtime", cells(["node"], MODELS), 7],
  ["one model in two runtimes", cells(["node", "bun"], ["threading"]), 6],
  ["nothing to compare", cells(["node"], ["sequential"]), 6],
])("%s can be judged from so many blocks on", (_, own, blocks) => {
  expect(blocksForVerdicts(own)).toBe(blocks);
});

test("workloads are families of their own: the largest decides", () => {
  const two = [...cells(["node"], MODELS, "empty"), ...cells(["node", "deno", "bun"], MODELS, "blur-image")];
  expect(blocksForVerdicts(two)).toBe(9);
});

test("the families are those in which the report judges", () => {
  const own = ["node", "deno", "bun"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model)));
  const { rows, sideBySide } = analyse(madeUpRun({ cells: own })).comparisons[0]!;
  const againstSequential = rows.map(({ evidence }) => evidence?.familySize ?? 0);
  const pairs = sideBySide.flatMap((side) => side.pairs).length;
  expect([Math.max(...againstSequential), pairs]).toEqual([9, 12]);
  expect(blocksForVerdicts(own)).toBe(leastPairs(pairs));
});
