import type { Comparison } from "@triathlon/core/measure/claims/claim";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { describe, expect, test } from "vitest";
import { analyseClaims, outcomeOf } from "./analyse-claims.ts";
import { claimsText } from "./claims-markdown.ts";
import { BLOCKS, claimOf, madeUpRun, nodeTakes, startRecords, startsTwiceAsLong } from "./fixtures/made-up-claims.ts";

const reportOf = (records: readonly ExperimentRecord[], comparisons: readonly Comparison[] = [startsTwiceAsLong()]) => {
  const claims = [claimOf(comparisons)];
  return analyseClaims(madeUpRun(records, claims), claims);
};

/** Of the only comparison of the only claim. */
const seen = (...run: Parameters<typeof reportOf>) => reportOf(...run).claims[0]!.comparisons[0]!;

describe("a comparison", () => {
  test("holds where the whole interval lies beyond the limit, however far", () => {
    const { outcome, reason, ratio, adjustedP } = seen(nodeTakes(4));
    expect([outcome, reason]).toEqual(["held", null]);
    expect(ratio).toMatchObject({ n: BLOCKS, median: expect.closeTo(4, 1) });
    expect(ratio.interval!.low).toBeGreaterThan(2);
    expect(adjustedP).toBeLessThan(0.01);
  });

  test("did not hold where it lies on the other side, even if the one is slower", () => {
    expect(seen(nodeTakes(1.5)).outcome).toBe("did not hold");
  });

  test("is not known where the interval has the limit in it, or lies at the limit", () => {
    expect(seen(nodeTakes(2, 0.3))).toMatchObject({
      outcome: "not known",
      reason: expect.stringContaining("on which side"),
    });
    expect(seen(nodeTakes(2, 0.001))).toMatchObject({
      outcome: "not known",
      reason: expect.stringContaining("is the one from which"),
    });
  });

  test("of who is slower did not hold where both take as long", () => {
    const slower = startsTwiceAsLong({ claimed: null, atLeast: 1 });
    expect(seen(nodeTakes(1, 0.001), [slower]).outcome).toBe("did not hold");
    expect(seen(nodeTakes(1.1), [slower]).outcome).toBe("held");
    expect(seen(nodeTakes(0.9), [slower]).outcome).toBe("did not hold");
  });

  test("is not known with too few blocks, and needs more of them where more is compared", () => {
    expect(seen(nodeTakes(4, 0.01, 5))).toMatchObject({ outcome: "not known", reason: "there were too few blocks" });
    expect(seen(nodeTakes(4, 0.01, 7)).outcome).toBe("held");
    const many = Array.from({ length: 10 }, (_, index) => startsTwiceAsLong({ name: `comparison ${index}` }));
    expect(seen(nodeTakes(4, 0.01, 7), many).outcome).toBe("not known");
  });

  test("is not known where a side was not measured, or failed", () => {
    expect(seen(startRecords("node", () => 0.01))).toMatchObject({
      outcome: "not known",
      reason: "it was not measured",
      ratio: { n: 0, median: null },
    });
    const failed = nodeTakes(4).map((record): ExperimentRecord =>
      record.runtime === "bun" ? { ...record, outcome: "failed", reason: "exited with code 7", figures: {} } : record,
    );
    expect(seen(failed).reason).toBe("it was not measured");
    expect(claimsText(reportOf(failed))).toContain("- Bun, bun-start, hello: failed: exited with code 7");
  });

  test("is not known on fewer CPUs than its source speaks of", () => {
    expect(seen(nodeTakes(4), [startsTwiceAsLong({ cpus: 8 })])).toMatchObject({
      outcome: "not known",
      reason: "the source speaks of 8 CPUs, and here a program may use 2",
    });
    expect(seen(nodeTakes(4), [startsTwiceAsLong({ cpus: 2 })]).outcome).toBe("held");
  });

  test("of a disturbed run is not known", () => {
    const noisy = nodeTakes(4).map((record, position): ExperimentRecord => ({
      ...record,
      position,
      noise: NOISE,
      contamination: ["steal"],
    }));
    expect(seen(noisy).outcome).toBe("not known");
  });
});

const NOISE = {
  seconds: 1,
  stealShare: 1,
  foreignCpuSeconds: 0,
  cpuPressureShare: 0,
  ioPressureShare: 0,
  memoryPressureShare: 0,
  throttledSeconds: 0,
  swappedInPages: 0,
  majorFaults: 0,
  contextSwitches: 0,
  capacityBefore: 0,
  capacityAfter: 0,
  capacityAtBest: 0,
};

test.each([
  [["held", "held"], "held"],
  [["held", "did not hold"], "held in part"],
  [["held", "not known"], "held in part"],
  [["did not hold", "did not hold"], "did not hold"],
  [["did not hold", "not known"], "did not hold"],
  [["not known", "not known"], "not known"],
] as const)("of a claim whose comparisons are %j it is said: %s", (outcomes, wanted) => {
  const cause = { outcome: "did not hold" as const, isCause: true };
  expect(outcomeOf([...outcomes.map((outcome) => ({ outcome, isCause: false })), cause])).toBe(wanted);
});

test("a table names source, claim, limit, figure and outcome; a reason is given where it did not hold alone", () => {
  const held = claimsText(reportOf(nodeTakes(4)));
  expect(held).toContain("[A page](https://example.org/page), A site, 2026. It takes three times as long.");
  expect(held).toMatch(/\| Node ÷ Bun, starting \| 3\.00× \| from 2\.00× on \| 3\.99× \[3\.9\d–4\.0\d\] \| held \|/);
  expect(held).toContain("**Held.**");
  expect(held).not.toContain("the moon");
  expect(held).toContain("pnpm claims --claim bun-start --blocks 12 --seed 7");
  const not = claimsText(reportOf(nodeTakes(1.5)));
  expect(not).toContain("**Did not hold.** Because the moon was full.");
});

test("the same records in any order give the same report", () => {
  const records = nodeTakes(4);
  expect(reportOf(records.toReversed())).toEqual(reportOf(records));
});
