import type { Cell } from "@triathlon/core/results/record";
import { expect, test } from "vitest";
import { type GhostPair, NoiseFloor } from "./noise-floor.ts";

const cell = (runtime: string, model: Cell["model"], workload: string): Cell => ({
  runtime,
  model,
  workload,
  size: "small",
  workers: 1,
  concurrency: null,
});

/** So many pairs of a cell, all as far apart. */
const pairs = (of: Cell, count: number, ratio: number): GhostPair[] =>
  Array.from({ length: count }, (_, block) => ({ cell: of, block, ratio }));

const asked = cell("node", "threading", "empty");
const OTHERS = [
  [cell("node", "threading", "empty"), 1.1],
  [cell("bun", "threading", "empty"), 1.2],
  [cell("bun", "sequential", "empty"), 1.3],
  [cell("bun", "sequential", "blur-image"), 1.4],
] as const;

test("the floor of a comparison is by as many pairs as it has, which may be fewer than there are blocks", () => {
  const floor = new NoiseFloor(pairs(asked, 6, 1.1), 25);
  expect(floor.of(asked)).toBeCloseTo(Math.expm1(Math.log(1.1) / 5), 6);
  expect(floor.of(asked, 4)).toBeCloseTo(Math.expm1(Math.log(1.1) / 2), 6);
});

test.each([
  ["the cell's own pairs, where there are six", [6, 6, 6, 6], 0.1],
  ["else that of its model in all runtimes", [5, 6, 6, 6], 0.2],
  ["else that of its workload", [5, 0, 6, 6], 0.3],
  ["else that of the run", [1, 1, 3, 6], 0.4],
  ["and unknown with fewer than six pairs in all", [1, 1, 1, 2], null],
])("the floor is that of %s", (_, counts, floor) => {
  const all = OTHERS.flatMap(([of, ratio], index) => pairs(of, counts[index]!, ratio));
  const found = new NoiseFloor(all, 1).of(asked);
  if (floor === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(floor, 6);
});
