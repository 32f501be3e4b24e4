import type { Noise } from "@triathlon/core/results/noise";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { describe, expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import type { Run } from "./run.ts";

const TWO = [cellOf("node", "sequential"), cellOf("node", "threading")];
const LOOKED_AT: Noise = {
  seconds: 1,
  stealShare: 0,
  foreignCpuSeconds: 0,
  cpuPressureShare: 0,
  ioPressureShare: 0,
  memoryPressureShare: 0,
  throttledSeconds: 0,
  swappedInPages: 0,
  majorFaults: 0,
  contextSwitches: 0,
  capacityBefore: 2,
  capacityAfter: 1.9,
  capacityAtBest: 2,
};

/** Sequential takes a second and threading half of one in each of nine blocks; each block has one ghost of threading. */
function run(
  ghostSeconds: (block: number) => number | null,
  change: (record: ExecutionRecord) => object = () => ({}),
): Run {
  const made = madeUpRun({
    cells: TWO,
    timedBlocks: 9,
    plan: { ghostsPerBlock: 1 },
    change: (record) => ({
      noise: LOOKED_AT,
      iterationSeconds: [(record.model === "threading" ? 0.5 : 1) * (1 + record.block / 1000)],
      ...change(record),
    }),
  });
  const ghosts = made.executions.flatMap((execution) => {
    const steadySeconds = ghostSeconds(execution.block);
    const isCopied = execution.model === "threading" && !execution.discarded && steadySeconds !== null;
    return isCopied ? [{ ...execution, position: 2, ghost: 1, steadySeconds }] : [];
  });
  return { ...made, executions: [...made.executions, ...ghosts] };
}

describe("the noise floor", () => {
  test("is how far ghosts lie from their cells, less for every block that a comparison has", () => {
    const { noise } = analyse(run((block) => 0.5 * (1 + block / 1000) * (block % 2 === 0 ? 1.06 : 1 / 1.06)));
    expect(noise.ghostPairs).toHaveLength(9);
    expect(noise.floor!.median).toBeCloseTo(Math.exp(Math.log(1.06) / 3) - 1, 6);
    expect(noise.floor!.worstCell).toMatchObject({ runtime: "node" });
  });

  test("keeps a difference from being named that is no larger", () => {
    const quiet = analyse(run((block) => 0.5 * (1 + block / 1000)));
    expect(quiet.comparisons[0]!.rows[1]).toMatchObject({ verdict: "faster", evidence: { threshold: 0.02 } });
    const noisy = analyse(run((block) => (block % 2 === 0 ? 6 : 0.04)));
    expect(noisy.comparisons[0]!.rows[1]!.evidence!.threshold).toBeGreaterThan(1);
    expect(noisy.comparisons[0]!.rows[1]!.verdict).not.toBe("faster");
  });

  test("is unknown with fewer than six pairs", () => {
    const { noise } = analyse(run((block) => (block < 6 ? 0.6 : null)));
    expect(noise.ghostPairs).toHaveLength(5);
    expect(noise.floor).toBeNull();
  });
});

describe("disturbances", () => {
  test("are counted by cause, and what they are told from", () => {
    const contamination = (record: ExecutionRecord) => (record.block === 4 ? ["steal", "capacity"] : []);
    const { noise } = analyse(
      run(
        () => 0.5,
        (record) => ({ contamination: contamination(record) }),
      ),
    );
    expect(noise).toMatchObject({
      looked: 27,
      disturbed: 3,
      repeats: 0,
      leftDisturbed: 3,
      causes: { steal: 3, capacity: 3 },
      capacity: { atBest: 2, median: 1.9, least: 1.9 },
      tooNoisy: false,
    });
  });

  test("that a repeat got rid of are not left", () => {
    const made = run(
      () => null,
      ({ block }) => ({ contamination: block < 8 ? ["steal"] : [] }),
    );
    const again = made.executions
      .filter(({ discarded }) => !discarded)
      .map((execution) => ({ ...execution, attempt: 2, contamination: [] }));
    const { noise } = analyse({ ...made, executions: [...made.executions, ...again] });
    expect(noise).toMatchObject({ disturbed: 14, repeats: 18, leftDisturbed: 0, tooNoisy: false });
  });

  test("of more than a quarter make every verdict inconclusive", () => {
    const report = analyse(
      run(
        () => 0.5,
        ({ block }) => ({ contamination: block < 4 ? ["steal"] : [] }),
      ),
    );
    expect(report.noise).toMatchObject({ leftDisturbed: 9, tooNoisy: true });
    expect(report.comparisons[0]!.rows[1]!.verdict).toBe("inconclusive");
  });

  test("nobody looked for are none", () => {
    const { noise } = analyse(madeUpRun({ cells: TWO }));
    expect(noise).toMatchObject({ looked: 0, floor: null, capacity: null, tooNoisy: false });
  });
});
