import { expect, test } from "vitest";
import { pairedRatios } from "./paired-ratio.ts";

test("ratios pair the executions of the same block, whatever order they come in", () => {
  const sequential = new Map([
    [3, 30],
    [1, 10],
    [2, 20],
  ]);
  const threads = new Map([
    [1, 5],
    [2, 10],
    [3, 15],
  ]);
  expect(pairedRatios(sequential, threads)).toEqual([2, 2, 2]);
});

test("a block with one side missing gives no ratio", () => {
  expect(pairedRatios(new Map([[1, 10]]), new Map([[2, 5]]))).toEqual([]);
});

test("a time of zero gives no ratio", () => {
  expect(pairedRatios(new Map([[1, 10]]), new Map([[1, 0]]))).toEqual([]);
});
