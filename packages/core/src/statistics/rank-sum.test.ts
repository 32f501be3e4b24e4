/** Against values of R: see `fixtures/rank-sum.R`, which made them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { normalBelow, normalQuantile } from "./normal.ts";
import { leastRankSumP, medianShift, rankSumTest, shiftInterval } from "./rank-sum.ts";

interface FromR {
  cases: {
    one: number[];
    other: number[];
    p: number;
    less: number;
    greater: number;
    estimate: number;
    interval95: [number, number];
  }[];
  normal: { z: number[]; below: number[] };
}

const R = JSON.parse(readFileSync(new URL("fixtures/rank-sum-r.json", import.meta.url), "utf8")) as FromR;
const close = (value: number) => expect.closeTo(value, 12) as number;
const counted = R.cases.filter(({ one, other }) => Math.max(one.length, other.length) <= 50);
const many = R.cases.filter((each) => !counted.includes(each));

describe("the rank-sum test", () => {
  test.each(R.cases)("gives R's p for $one.length and $other.length values", ({ one, other, p, less, greater }) => {
    expect(rankSumTest(one, other)).toEqual({ less: close(less), greater: close(greater), twoSided: close(p) });
  });

  test.each(counted)("gives R's shift and interval for $one.length and $other.length values", (wanted) => {
    const { one, other, estimate, interval95 } = wanted;
    expect(medianShift(one, other)).toBeCloseTo(estimate, 12);
    if (one.length === 3) return expect(shiftInterval(one, other, 0.95)).toBeNull(); // R gives less than was asked for
    expect(shiftInterval(one, other, 0.95)).toMatchObject({ low: close(interval95[0]), high: close(interval95[1]) });
  });

  // R solves for the ends there; ours are the nearest differences.
  test.each(many)("comes near R's interval for $one.length and $other.length values", ({ one, other, interval95 }) => {
    const { low, high } = shiftInterval(one, other, 0.95)!;
    expect(low).toBeCloseTo(interval95[0], 3);
    expect(high).toBeCloseTo(interval95[1], 3);
  });

  test("with ties counts every way to deal the ranks there are", () => {
    const random = createRandom(5, 0);
    for (let round = 0; round < 30; round++) {
      const values = Array.from({ length: 9 }, () => random() % 5);
      expect(rankSumTest(values.slice(0, 4), values.slice(4)).greater).toBeCloseTo(countedGreater(values, 4), 12);
    }
  });

  test("says nothing of nothing", () => {
    expect(rankSumTest([], [1, 2])).toEqual({ less: 1, greater: 1, twoSided: 1 });
    expect(shiftInterval([1], [], 0.95)).toBeNull();
    expect(() => medianShift([], [1])).toThrow("wanted a value on each side, found none");
  });

  test("reaches its least p where the two sides do not overlap", () => {
    expect(rankSumTest([1, 2, 3, 4], [5, 6, 7, 8, 9]).twoSided).toBeCloseTo(leastRankSumP(4, 5), 12);
    expect(leastRankSumP(4, 5)).toBeCloseTo(2 / 126, 12);
  });
});

test("the normal distribution is R's", () => {
  R.normal.z.forEach((z, index) => {
    expect(normalBelow(z)).toBeCloseTo(R.normal.below[index]!, 14);
    expect(normalQuantile(R.normal.below[index]!)).toBeCloseTo(z, 9);
  });
});

/** How many of all choices of `chosen` values have a rank sum at least that of the first ones, as a share. */
function countedGreater(values: readonly number[], chosen: number): number {
  const rank = (value: number): number =>
    values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2;
  const ranks = values.map(rank);
  const found = ranks.slice(0, chosen).reduce((sum, one) => sum + one, 0);
  let [all, greater] = [0, 0];
  for (let choice = 0; choice < 2 ** values.length; choice++) {
    const taken = ranks.filter((_, index) => (choice >> index) & 1);
    if (taken.length !== chosen) continue;
    all++;
    if (taken.reduce((sum, one) => sum + one, 0) >= found) greater++;
  }
  return greater / all;
}
