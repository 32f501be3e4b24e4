/** Against values of R and SciPy: see `fixtures/reference.R` and `fixtures/reference.py`, which made them. */
import { readFileSync } from "node:fs";
import { correctPairwise } from "nano-benchmark/significance/correction.js";
import zOf from "nano-benchmark/stats/z-ppf.js";
import { describe, expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { equivalenceP, isEquivalent } from "./equivalence.ts";
import { holm, leastPairs, LEVEL } from "./holm.ts";
import { quantile } from "./quantile.ts";
import { hodgesLehmann, signedRankInterval, signedRankTest } from "./signed-rank.ts";
import { studentTwoSided } from "./student-t.ts";
import { trimmedMeanTest } from "./trimmed-mean.ts";

interface FromR {
  signedRank: {
    values: number[];
    p: number;
    less: number;
    greater: number;
    estimate: number;
    interval95: [number, number];
    interval90: [number, number];
  }[];
  signedRankNull: { n: number; atMost: number[] }[];
  holm: { p: number[]; adjusted: number[]; adjustedOfTwelve: number[] };
  student: { t: number[]; df: number[]; p: number[] };
  quantiles: { values: number[]; at: number[] }[];
}

interface FromSciPy {
  cases: { values: number[]; trimmedMean: number; trimmedInterval95: [number, number]; signedRankP: number }[];
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
const R = fixture("reference-r.json") as FromR;
const SCIPY = fixture("reference-scipy.json") as FromSciPy;

const close = (value: number) => expect.closeTo(value, 12) as number;

describe("the signed-rank test", () => {
  test.each(R.signedRank)("gives R's values for $values.length differences", (wanted) => {
    const { values } = wanted;
    expect(signedRankTest(values)).toEqual({
      n: values.length,
      less: close(wanted.less),
      greater: close(wanted.greater),
      twoSided: close(wanted.p),
    });
    expect(hodgesLehmann(values)).toBeCloseTo(wanted.estimate, 12);
    for (const [confidence, [low, high]] of [
      [0.95, wanted.interval95],
      [0.9, wanted.interval90],
    ] as const) {
      expect(signedRankInterval(values, confidence)).toMatchObject({ low: close(low), high: close(high) });
    }
  });

  test.each(SCIPY.cases)("gives SciPy's p for $values.length differences", ({ values, signedRankP }) => {
    expect(signedRankTest(values).twoSided).toBeCloseTo(signedRankP, 12);
  });

  test.each(R.signedRankNull)("has R's distribution of the sum for n = $n", ({ n, atMost }) => {
    // Signs are chosen so that the positive ranks add up to the sum that is asked for.
    const half = Math.floor((n * (n + 1)) / 4);
    for (const sum of [0, 1, 2, half].filter((each) => each < atMost.length)) {
      const values = Array.from({ length: n }, (_, index) => index + 1);
      let left = sum;
      const signed = values.toReversed().map((rank) => (rank <= left ? ((left -= rank), rank) : -rank));
      expect(signedRankTest(signed).less).toBeCloseTo(atMost[sum]!, 12);
    }
  });

  test("with ties and zeros counts every way to give signs to the ranks there are", () => {
    const random = createRandom(3, 0);
    for (let round = 0; round < 50; round++) {
      const values = Array.from({ length: 8 }, () => (random() % 7) - 2);
      expect(signedRankTest(values).greater).toBeCloseTo(countedGreater(values), 12);
    }
  });

  test("of many differences is as good as normal, and its interval and estimate are the Walsh averages that they should be", () => {
    const random = createRandom(9, 0);
    const values = Array.from({ length: 151 }, () => random() / 2 ** 32 - 0.4);
    const averages = values.flatMap((one, index) => values.slice(index).map((other) => (one + other) / 2));
    const sorted = averages.sort((a, b) => a - b);
    const { low, high } = signedRankInterval(values, 0.95)!;
    expect(hodgesLehmann(values)).toBeCloseTo((sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2, 12);
    // qsignrank(0.025, 151) in R is 4684.
    expect(Math.abs(sorted.findIndex((one) => one >= low - 1e-12) + 1 - 4684)).toBeLessThanOrEqual(2);
    expect(sorted.filter((one) => one > high + 1e-12).length).toBe(sorted.filter((one) => one < low - 1e-12).length);
    const { twoSided } = signedRankTest(values);
    expect(twoSided).toBeGreaterThan(0);
    expect(twoSided < 0.05).toBe(low > 0 || high < 0);
  });

  test("of nothing but zeros finds nothing", () => {
    expect(signedRankTest([0, 0, 0])).toEqual({ n: 0, less: 1, greater: 1, twoSided: 1 });
  });

  test("has no 95 % interval below six differences", () => {
    expect(signedRankInterval([1, 2, 3, 4, 5], 0.95)).toBeNull();
    expect(signedRankInterval([1, 2, 3, 4, 5, 6], 0.95)).toEqual({ low: 1, high: 6, coverage: 1 - 2 / 64 });
  });
});

/** By writing down all signs. */
function countedGreater(values: readonly number[]): number {
  const unequal = values.filter((value) => value !== 0);
  const sizes = unequal.map(Math.abs);
  const ranks = sizes.map((size) => {
    const smaller = sizes.filter((other) => other < size).length;
    return smaller + (sizes.filter((other) => other === size).length + 1) / 2;
  });
  const sum = (isPositive: (index: number) => boolean) =>
    ranks.reduce((total, rank, index) => total + (isPositive(index) ? rank : 0), 0);
  const found = sum((index) => unequal[index]! > 0);
  let asLarge = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    if (sum((index) => ((signs >> index) & 1) === 1) >= found) asLarge += 1;
  }
  return asLarge / 2 ** ranks.length;
}

describe("holm()", () => {
  const { p, adjusted, adjustedOfTwelve } = R.holm;
  test("gives R's values", () => {
    expect(holm(p)).toEqual(adjusted.map(close));
  });

  test("rejects what another library's procedure rejects", () => {
    const random = createRandom(5, 0);
    for (let round = 0; round < 200; round++) {
      const family = Array.from({ length: 12 }, () => (random() / 2 ** 32) ** 4);
      const theirs = correctPairwise(
        family.map((one) => zOf(1 - one / 2)),
        LEVEL,
        "holm",
      );
      expect(holm(family).map((one) => one < LEVEL)).toEqual(theirs);
    }
  });

  test("counts what was declared and could not be tested", () => {
    expect(holm(p, 12)).toEqual(adjustedOfTwelve.map(close));
  });

  test("a family of twelve needs nine pairs, one comparison six", () => {
    expect([1, 12, 27, 54].map(leastPairs)).toEqual([6, 9, 11, 12]);
    const clearest = Array.from({ length: 9 }, (_, index) => index + 1);
    expect(holm([signedRankTest(clearest).twoSided], 12)[0]).toBeLessThan(0.05);
    expect(holm([signedRankTest(clearest.slice(1)).twoSided], 12)[0]).toBeGreaterThan(0.05);
  });
});

describe("equivalence", () => {
  const near = [0.001, -0.002, 0.003, -0.001, 0.002, 0.0005, -0.0015];
  test("is what the 90 % interval within the margins says", () => {
    for (const { values, interval90 } of R.signedRank) {
      const largest = Math.max(Math.abs(interval90[0]), Math.abs(interval90[1]));
      expect([isEquivalent(values, largest * 1.001), isEquivalent(values, largest * 0.999)]).toEqual([true, false]);
    }
  });

  test("needs both sides", () => {
    expect(isEquivalent(near, 0.02)).toBe(true);
    expect(
      isEquivalent(
        near.map((value) => value + 0.05),
        0.02,
      ),
    ).toBe(false);
    expect(
      isEquivalent(
        near.map((value) => value - 0.05),
        0.02,
      ),
    ).toBe(false);
  });

  test("is not shown by too few pairs, however alike", () => {
    expect(equivalenceP([0, 0, 0, 0], 0.02)).toBeGreaterThan(0.05);
  });
});

describe("the trimmed mean's t-test", () => {
  test.each(SCIPY.cases)("gives SciPy's mean and interval for $values.length differences", (wanted) => {
    const found = trimmedMeanTest(wanted.values)!;
    expect(found.mean).toBeCloseTo(wanted.trimmedMean, 12);
    // SciPy gives the interval: at its end the test's p is 5 %.
    const t = (wanted.trimmedInterval95[1] - found.mean) / found.standardError;
    expect(studentTwoSided(t, found.degreesOfFreedom)).toBeCloseTo(0.05, 10);
  });

  test("of equal or too few differences says nothing", () => {
    expect([trimmedMeanTest([1, 1, 1, 1, 1, 1]), trimmedMeanTest([1, 2, 3, 4])]).toEqual([null, null]);
  });
});

test("Student's t has R's tails", () => {
  const { t, df, p } = R.student;
  const found = df.flatMap((degrees) => t.map((each) => studentTwoSided(each, degrees)));
  found.forEach((value, index) => expect(value / p[index]!).toBeCloseTo(1, 9));
});

test.each(R.quantiles)("quantile() gives R's values of $values.length", ({ values, at }) => {
  expect([0, 0.25, 0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual(at.map(close));
});
