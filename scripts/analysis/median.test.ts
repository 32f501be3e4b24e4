import { expect, test } from "vitest";
import { median } from "./median.ts";

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([10, 2, 9])).toBe(9);
  expect(median([10, 2, 9, 3])).toBe(6);
});

test("median() leaves its input as it was", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("median() refuses to make one up from nothing", () => {
  expect(() => median([])).toThrow(RangeError);
});
