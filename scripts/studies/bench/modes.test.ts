import { describe, expect, test } from "vitest";
import { timedBlocksThatFit } from "./modes.ts";

describe("timedBlocksThatFit()", () => {
  const budget = {
    budgetSeconds: 300,
    spentSeconds: 32,
    blockSeconds: 25,
    memoryBlocks: 1,
    lagBlocks: 0,
    wantedBlocks: 6,
    mostTimedBlocks: 15,
  };

  test("gives what fits beside the memory blocks and a reserve", () => {
    const blocks = timedBlocksThatFit(budget);
    expect(blocks).toBe(8);
    expect(32 + 25 * (blocks + 1)).toBeLessThan(300);
  });

  test("gives fewer where the loop is looked at as well", () => {
    expect(timedBlocksThatFit({ ...budget, lagBlocks: 2 })).toBe(7);
  });

  test("takes from the reserve for the blocks without which there is no verdict, and for no more", () => {
    expect(timedBlocksThatFit({ ...budget, spentSeconds: 40, blockSeconds: 36 })).toBe(6);
    expect(timedBlocksThatFit({ ...budget, spentSeconds: 40, blockSeconds: 31 })).toBe(6);
  });

  test("never gives more than the mode's most", () => {
    expect(timedBlocksThatFit({ ...budget, blockSeconds: 1 })).toBe(15);
  });

  test("gives one when not even that fits: fewer cells would be another run", () => {
    expect(timedBlocksThatFit({ ...budget, blockSeconds: 1000 })).toBe(1);
  });
});
