import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";

test("a quantile is the smallest of the values that the share does not exceed", () => {
  const values = [1, 2, 3, 4];
  expect([0, 0.25, 0.26, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 1, 2, 2, 4, 4]);
});

test("a quantile of nothing is refused", () => {
  expect(() => quantile([], 0.5)).toThrow("wanted at least one value, found none");
});
