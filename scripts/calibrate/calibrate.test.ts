import { describe, expect, test } from "vitest";
import type { Execution } from "../analysis/execution.ts";
import { createRandom } from "@triathlon/core/statistics/random";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { compareCopies, mostByChance } from "./aa.ts";
import { judgeMoreWork } from "./find-more-work.ts";

const BASE = cellOf("node", "sequential", { workload: "known-work", size: "base" });
const MORE = cellOf("node", "sequential", { workload: "known-work", size: "more" });

/** Every cell `copies` times in each of twelve blocks. */
function run(cells: (typeof BASE)[], copies: number, seconds: (execution: Execution, ghost: number) => number) {
  const made = madeUpRun({ cells, timedBlocks: 12, plan: { ghostsPerBlock: cells.length * (copies - 1) } });
  const executions = made.executions.flatMap((execution) =>
    Array.from({ length: execution.discarded ? 1 : copies }, (_, ghost) => ({
      ...execution,
      ghost,
      position: execution.position + ghost * cells.length,
      steadySeconds: seconds(execution, ghost),
    })),
  );
  return { ...made, executions };
}

const random = createRandom(11, 0);
const around = (middle: number, spread = 0.02): number => middle * (1 + spread * (random() / 2 ** 32 - 0.5));

describe("comparisons of copies", () => {
  test("take every execution once", () => {
    const made = run([BASE, MORE], 6, () => around(1));
    const { pValues, noise } = compareCopies(made, 100);
    expect(pValues).toHaveLength(6);
    expect(noise.ghostPairs).toHaveLength(6 * 12);
  });

  test("are as many as were asked for, at most", () => {
    const made = run([BASE, MORE], 6, () => around(1));
    expect(compareCopies(made, 5).verdicts).toHaveLength(5);
  });

  test("see a machine that favours every second copy", () => {
    const made = run([BASE], 2, (_, ghost) => around(ghost === 1 ? 1.2 : 1));
    const { pValues, verdicts } = compareCopies(made, 1);
    expect(pValues[0]).toBeLessThan(0.001);
    expect(verdicts).toEqual(["faster"]);
  });

  test("may be below the level as often as chance has it", () => {
    expect([mostByChance(200), mostByChance(20), mostByChance(1)]).toEqual([15, 3, 0]);
  });
});

describe("10 % more work", () => {
  test.each([
    ["is found where it is", 20, true, /^named slower in 20 of 20 trials/],
    [
      "is not found where it is not",
      0,
      false,
      /^named slower in 0 of 20 trials; the interval holds 10 % in 0; a difference is named here beyond \d/,
    ],
    ["that is there in fifteen of twenty is not found often enough", 15, false, /^named slower in 1/],
  ])("%s", (_, trials, found, detail) => {
    const made = run([BASE, MORE], 20, ({ size }, ghost) => around(size === "more" && ghost < trials ? 1.1 : 1));
    const judged = judgeMoreWork(made, 20);
    expect(judged).toEqual({
      finding: { injected: "10 % more work", found, detail: expect.stringMatching(detail) },
      tooNoisy: false,
    });
  });
});
