import { expect, it } from "vitest";
import { expected, inputs, tasks } from "./sum-of-squares.ts";

const squares = tasks();

it("adds up the squares of a range", () => {
  expect(squares.sumOfSquares({ from: 0, to: 4 })).toBe("14");
  expect(squares.sumOfSquares({ from: 3, to: 3 })).toBe("0");
  expect(expected({ below: 4, repeats: 2, parts: 1 })).toBe("28");
});

it("is exact up to the largest number it takes, where a sum of doubles is not", () => {
  const from = 2 ** 26 - 1_001;
  let sum = 0n;
  let rounded = 0;
  for (let i = from; i < 2 ** 26; i++) {
    sum += BigInt(i) ** 2n;
    rounded += i * i;
  }
  expect(squares.sumOfSquares({ from, to: 2 ** 26 })).toBe(String(sum));
  expect(BigInt(rounded)).not.toBe(sum);
});

it("refuses a number whose square would be rounded", () => {
  expect(() => squares.sumOfSquares({ from: 0, to: 2 ** 26 + 1 })).toThrow(
    new RangeError('Cannot sum squares exactly: "to" must be at most 67108864: found 67108865'),
  );
});

it("parts cover the whole range without a gap, also where it does not divide evenly", () => {
  expect(inputs({ below: 10, repeats: 1, parts: 3 })).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 6 },
    { from: 6, to: 10 },
  ]);
});
