import { expect, test } from "vitest";
import { binaryTicks, logDomain, logTicks } from "./axes.ts";

test.each([
  [1e-6, 1, [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]],
  [0.02, 0.9, [0.03, 0.1, 0.3]],
  [0.8, 9, [1, 2, 5]],
  [0.9, 1.12, [0.9, 1, 1.1]],
  [0.97, 1.03, [0.98, 1, 1.02]],
  [1, 1e12, [1, 100, 1e4, 1e6, 1e8, 1e10, 1e12]],
])("an axis from %d to %d has a few round ticks, all on it", (low, high, ticks) => {
  expect(logTicks(low, high)).toEqual(ticks);
});

test("bytes have ticks at powers of two", () => {
  const mebibyte = 2 ** 20;
  expect(binaryTicks(30 * mebibyte, 300 * mebibyte)).toEqual([32, 64, 128, 256].map((size) => size * mebibyte));
});

test("a domain leaves room at both ends, and there is one for nothing too", () => {
  expect(logDomain([2, 8], 2)).toEqual([1, 16]);
  expect(logDomain([])).toEqual([1, 10]);
});
