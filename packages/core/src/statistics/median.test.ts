import { expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { median } from "./median.ts";

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([10, 2, 9])).toBe(9);
  expect(median([10, 2, 9, 3])).toBe(6);
});

test("it is that of the values in their order, whatever order they come in, equal ones among them", () => {
  const random = createRandom(7, 0);
  for (let length = 1; length <= 200; length++) {
    const values = Array.from({ length }, () => random() % (length % 3 === 0 ? 5 : 2 ** 32));
    const sorted = values.toSorted((a, b) => a - b);
    const middle = [sorted[Math.floor((length - 1) / 2)]!, sorted[Math.floor(length / 2)]!];
    expect(median(values)).toBe((middle[0]! + middle[1]!) / 2);
  }
  expect(median([3, 2, 1, 0])).toBe(1.5);
  expect(median([0, 1, 2, 3, 4])).toBe(2);
});

test("median() leaves its input as it was", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("median() refuses to make one up from nothing", () => {
  expect(() => median([])).toThrow(RangeError);
});
