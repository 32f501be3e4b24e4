import { expect, test } from "vitest";
import { intervalRank, medianInterval } from "./median-interval.ts";

// Ranks and coverage from the binomial table, e.g. n = 10: 1 - 2 * (1 + 10) / 1024.
test.each([
  { n: 6, low: 1, high: 6, coverage: 0.96875 },
  { n: 7, low: 1, high: 7, coverage: 0.984375 },
  { n: 8, low: 1, high: 8, coverage: 0.9921875 },
  { n: 9, low: 2, high: 8, coverage: 0.9609375 },
  { n: 10, low: 2, high: 9, coverage: 0.978515625 },
  { n: 20, low: 6, high: 15, coverage: 0.9586105 },
  { n: 30, low: 10, high: 21, coverage: 0.957226 },
])("the interval of $n values goes from the $low. to the $high.", ({ n, low, high, coverage }) => {
  const values = Array.from({ length: n }, (_, index) => n - index);
  const found = medianInterval(values)!;
  expect([found.low, found.high]).toEqual([low, high]);
  expect(found.coverage).toBeCloseTo(coverage, 6);
});

test.each([0, 1, 2, 5])("%i values give no interval", (n) => {
  expect(medianInterval(Array.from({ length: n }, (_, index) => index))).toBeNull();
});

test("the interval is the narrowest that covers enough: one rank further in covers less than 95 %", () => {
  for (const n of [...Array.from({ length: 195 }, (_, index) => index + 6), 1000, 1001, 1075, 5000]) {
    const { rank, coverage } = intervalRank(n)!;
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(coverage - 2 * probability(n, rank)).toBeLessThan(0.95);
  }
});

/** Of exactly k of n fair coins, by logarithms: another way than the code's. */
function probability(n: number, k: number): number {
  let logarithm = -n * Math.LN2;
  for (let i = 1; i <= k; i++) logarithm += Math.log(n - k + i) - Math.log(i);
  return Math.exp(logarithm);
}
