import { expect, test } from "vitest";
import { Tally } from "./tally.ts";

test("once a quarter of a block is done, each execution left is expected to take as long as those done", () => {
  let seconds = 50;
  const tally = new Tally({ unit: "round", ofBlocks: 3, executions: 24, now: () => seconds });
  tally.count("completed");
  seconds += 5;
  expect(tally.standing(0)).toMatchObject({ elapsedSeconds: 5, leftSeconds: null });
  tally.count("completed");
  expect(tally.standing(0)).toMatchObject({ elapsedSeconds: 5, leftSeconds: 55 });
  for (const outcome of ["failed", "failed", "failed", "skipped", "completed", "completed"] as const) {
    tally.count(outcome);
  }
  seconds += 15;
  expect(tally.standing(1)).toEqual({
    unit: "round",
    blocks: 1,
    ofBlocks: 3,
    completed: 4,
    failed: 3,
    skipped: 1,
    elapsedSeconds: 20,
    leftSeconds: 40,
  });
  expect(tally.failed).toBe(3);
});

test("a run of nothing has nothing left to expect", () => {
  expect(new Tally({ ofBlocks: 1, executions: 0 }).standing(1).leftSeconds).toBeNull();
});
