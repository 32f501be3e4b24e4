import { describe, expect, test } from "vitest";
import { cellOf, madeUpRun } from "../../report/fixtures/made-up-run.ts";
import { executionsOfBlock, totalExecutions } from "./executions.ts";

const CELLS = ["sequential", "async", "threading", "multiprocessing"].map((model) => cellOf("node", model as "async"));
const planWith = (ghostsPerBlock: number) =>
  madeUpRun({ cells: CELLS, timedBlocks: 8, memoryBlocks: 1, lagBlocks: 1, plan: { ghostsPerBlock } }).plan;
const ghosts = (plan: ReturnType<typeof planWith>, block: number) =>
  executionsOfBlock(plan, block).filter(({ ghost }) => ghost > 0);

describe("ghosts", () => {
  test("are run in the blocks that count, and in no other", () => {
    const plan = planWith(1);
    expect(Array.from({ length: 11 }, (_, block) => ghosts(plan, block).length)).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0,
    ]);
    expect(totalExecutions(plan)).toBe(4 * 11 + 8);
  });

  test("take turns, so that over a run each cell has as many", () => {
    const plan = planWith(1);
    const models = Array.from({ length: 8 }, (_, index) => ghosts(plan, 1 + index)[0]!.cell.model);
    expect(models.slice(0, 4).sort()).toEqual(["async", "multiprocessing", "sequential", "threading"]);
    expect(models.slice(4)).toEqual(models.slice(0, 4));
  });

  test("of one cell in one block are told apart by number", () => {
    const plan = planWith(12);
    const own = executionsOfBlock(plan, 1).filter(({ cell }) => cell.model === "async");
    expect(own.map(({ ghost }) => ghost).sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });

  test("stand anywhere in their block", () => {
    const plan = planWith(1);
    const places = new Set(Array.from({ length: 8 }, (_, index) => ghosts(plan, 1 + index)[0]!.position));
    expect(places.size).toBeGreaterThan(2);
  });
});

test("without ghosts a block is each cell once, in the order that its seed gave before there were any", () => {
  const order = executionsOfBlock(planWith(0), 3).map(({ cell, position }) => [cell.model, position]);
  expect(order).toEqual([
    ["async", 0],
    ["threading", 1],
    ["sequential", 2],
    ["multiprocessing", 3],
  ]);
});
