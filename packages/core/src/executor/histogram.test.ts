import { describe, expect, it } from "vitest";
import { Histogram } from "./histogram.ts";

/** As a histogram must have it: within 5 % of the value that the sorted list has at that place. */
function expectNear(found: number, wanted: number): void {
  expect(Math.abs(found - wanted) / wanted).toBeLessThanOrEqual(0.05);
}

describe("Histogram", () => {
  it.each([
    ["evenly spread", (i: number) => i + 1],
    ["over nine decades", (i: number) => 0.001 * 10 ** (i / 111)],
    ["nearly all alike", (i: number) => (i === 999 ? 5000 : 0.2)],
  ])("knows quantiles within 5 %: %s", (_, valueOf) => {
    const values = Array.from({ length: 1000 }, (_, i) => valueOf(i));
    const histogram = new Histogram();
    for (const value of values.toReversed()) histogram.record(value);
    for (const part of [0.001, 0.25, 0.5, 0.9, 0.99, 1]) {
      expectNear(histogram.quantile(part), values[Math.ceil(part * 1000) - 1] ?? 0);
    }
    const { count, mean, min, max, buckets } = histogram.distribution();
    expect([count, min, max]).toEqual([1000, values[0], values[999]]);
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value) / 1000, 9);
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(1000);
  });

  it("says of each bucket what no value in it exceeds", () => {
    const histogram = new Histogram();
    for (const value of [0.5, 3, 3.01, 700]) histogram.record(value);
    const { buckets } = histogram.distribution();
    expect(buckets.map(({ count }) => count)).toEqual([1, 2, 1]);
    for (const [i, value] of [0.5, 3.01, 700].entries()) {
      expect(buckets[i]?.upTo).toBeGreaterThanOrEqual(value);
      expect(buckets[i]?.upTo).toBeLessThan(value * 1.101);
    }
  });

  it("takes what is too short or too long for its buckets, and what is below 0 as 0", () => {
    const histogram = new Histogram();
    for (const value of [-3, 0, 1e-7, 1e12]) histogram.record(value);
    const { count, min, max, p50, buckets } = histogram.distribution();
    expect([count, min, max]).toEqual([4, 0, 1e12]);
    expect(p50).toBeLessThanOrEqual(0.001);
    expect(buckets.map((bucket) => bucket.count)).toEqual([3, 1]);
  });

  it("adds another one's counts to its own", () => {
    const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (const value of [1, 2, 3]) for (const each of [one, both]) each.record(value);
    for (const value of [0.1, 20]) for (const each of [other, both]) each.record(value);
    one.add(other);
    expect(one.distribution().buckets).toEqual(both.distribution().buckets);
    expect(one.distribution()).toMatchObject({ count: 5, min: 0.1, max: 20 });
  });

  it("is all 0 while nothing was counted", () => {
    const empty = { count: 0, sum: 0, mean: 0, min: 0, p50: 0, p90: 0, p99: 0, max: 0, buckets: [] };
    expect(new Histogram().distribution()).toEqual(empty);
    expect(new Histogram().quantile(0.5)).toBe(0);
  });
});
