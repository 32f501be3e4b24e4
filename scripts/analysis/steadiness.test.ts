import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { steadinessOf } from "./steadiness.ts";

const timed = (series: (block: number) => number[]) =>
  madeUpRun({
    cells: [cellOf("node", "sequential")],
    change: ({ block }) => ({ warmupSeconds: series(block).slice(0, 1), iterationSeconds: series(block).slice(1) }),
  }).executions;

test("passes that stay the same are steady", () => {
  expect(steadinessOf(timed((block) => [1, 1.001, 1, 1.002, 1].map((one) => one * block + 1)))).toMatchObject({
    class: "steady",
    steadyShare: 1,
  });
});

test("passes that take longer and longer are named, with by how much", () => {
  const found = steadinessOf(timed(() => [1, 1, 1.1, 1.2, 1.5, 1.5]));
  expect(found).toMatchObject({ class: "slows down", change: { median: expect.closeTo(1.5), n: 8 } });
});

test("passes that become faster are named too", () => {
  expect(steadinessOf(timed(() => [2, 1.5, 1.2, 1.1, 1, 0.9])).class).toBe("speeds up");
});

test("passes that change now one way, now the other, vary", () => {
  expect(steadinessOf(timed((block) => (block % 2 === 0 ? [1, 2, 1, 2, 1.2] : [2, 1, 2, 1, 1.6]))).class).toBe(
    "varies",
  );
});

test("one process out of eight that slows down is not the cell", () => {
  expect(steadinessOf(timed((block) => (block === 2 ? [1, 1, 9, 9, 9] : [1, 1, 1, 1, 1]))).class).toBe("steady");
});

test("passes that fall and then stay the same are steady: that is warm", () => {
  expect(steadinessOf(timed(() => [9, 4, 2, 1, 1, 1, 1, 1]))).toMatchObject({ class: "steady", steadyShare: 1 });
});

test("thirty passes that fall so slowly that no single step is found still speed up, because all processes do", () => {
  const falling = (block: number) =>
    Array.from({ length: 30 }, (_, pass) => 1 - pass / 250 + (((pass * 7 + block) % 11) - 5) / 100);
  expect(steadinessOf(timed(falling))).toMatchObject({ class: "speeds up", steadyShare: 1 });
});

test("four passes say nothing", () => {
  expect(steadinessOf(timed(() => [1, 1, 1, 9]))).toMatchObject({ class: "too few passes", steadyShare: null });
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
