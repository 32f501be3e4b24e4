import { expect, test } from "vitest";
import { wantsMore } from "./measure.ts";

const times = (count: number, seconds: number): number[] => Array.from({ length: count }, () => seconds);
const falling = Array.from({ length: 10 }, (_, pass) => 0.05 - pass / 300);

test("passes are added while they are not flat, and not when they are", () => {
  expect(wantsMore([0.06], falling, 1)).toBe(true);
  expect(wantsMore([0.06], [...falling, ...times(5, 0.02)], 1)).toBe(false);
});

test("passes are added until the time for it is over, or there are very many", () => {
  expect(wantsMore([], falling, 0.2)).toBe(false);
  expect(wantsMore([], falling, 0)).toBe(false);
  expect(wantsMore([], times(120, 0.0001), 1)).toBe(false);
});

test("cheap passes are added whether they look flat or not", () => {
  expect(wantsMore([], times(90, 0.001), 0.1)).toBe(true);
  expect(wantsMore([], times(101, 0.001), 1)).toBe(false);
});
