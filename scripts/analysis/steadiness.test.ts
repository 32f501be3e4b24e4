import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { steadinessOf } from "./steadiness.ts";

const timed = (series: (block: number) => number[]) =>
  madeUpRun({
    cells: [cellOf("node", "sequential")],
    change: ({ block }) => ({ warmupSeconds: series(block).slice(0, 1), iterationSeconds: series(block).slice(1) }),
  }).executions;

const ONES = [1, 1, 1, 1, 1];
const STEADY = { class: "steady", steadyShare: 1 };
const SLOWER = { class: "slows down", change: { median: expect.closeTo(1.5), n: 8 } };
const FASTER = { class: "speeds up", steadyShare: 1 };
const falling = (block: number) =>
  Array.from({ length: 30 }, (_, pass) => 1 - pass / 250 + (((pass * 7 + block) % 11) - 5) / 100);
const wavering = (block: number) => (block % 2 === 0 ? [1, 2, 1, 2, 1.2] : [2, 1, 2, 1, 1.6]);

test.each<[string, (block: number) => number[], object]>([
  ["that stay the same are steady", (block) => [1, 1.001, 1, 1.002, 1].map((one) => one * block + 1), STEADY],
  ["that take longer and longer are named, with by how much", () => [1, 1, 1.1, 1.2, 1.5, 1.5], SLOWER],
  ["that become faster are named too", () => [2, 1.5, 1.2, 1.1, 1, 0.9], { class: "speeds up" }],
  ["that change now one way, now the other, vary", wavering, { class: "varies" }],
  [
    "of one process out of eight that slow down are not the cell",
    (block) => (block === 2 ? [1, 1, 9, 9, 9] : ONES),
    { class: "steady" },
  ],
  ["that fall and then stay the same are steady: that is warm", () => [9, 4, 2, ...ONES], STEADY],
  ["that fall so slowly that no single step is found still speed up, because all processes do", falling, FASTER],
  ["that are four say nothing", () => [1, 1, 1, 9], { class: "too few passes", steadyShare: null }],
])("passes %s", (_, series, found) => {
  expect(steadinessOf(timed(series))).toMatchObject(found);
});

test("a cell that slows down is named under its table", () => {
  const run = madeUpRun({
    cells: [cellOf("deno", "sequential")],
    change: () => ({ warmupSeconds: [1], iterationSeconds: [1, 1.2, 1.4, 1.5] }),
  });
  expect(analyse(run).comparisons[0]!.doubts).toEqual([
    "Deno sequential slows down while it runs: its last passes take 50 % longer than its first.",
  ]);
});
