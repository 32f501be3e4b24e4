import { describe, expect, test } from "vitest";
import { isotonic, type Seen, zeroCrossing } from "./isotonic.ts";
import { below, createRandom } from "./random.ts";

const at = (...values: number[]): Seen[] => values.map((value, place) => ({ place, value, weight: 1 }));
const seen = (place: number, value: number, weight: number): Seen => ({ place, value, weight });

describe("the rising curve", () => {
  test("is the points themselves where they rise", () => {
    expect(isotonic(at(-1, 0, 2))).toEqual(at(-1, 0, 2));
  });

  test("pools neighbours that fall, by their weights, again where the pool falls below what is before it", () => {
    expect(isotonic([seen(0, 1, 1), seen(1, 3, 1), seen(2, 0, 3)])).toEqual([seen(1.4, 0.8, 5)]);
    expect(isotonic(at(1, 3, 2, 4))).toEqual([seen(0, 1, 1), seen(1.5, 2.5, 2), seen(3, 4, 1)]);
    expect(isotonic(at(1, 1, 2))).toEqual(at(1, 1, 2));
  });

  test("falls nowhere, keeps the weight, and is the curve nearest to the points: a thousand times", () => {
    const random = createRandom(1, 0);
    for (let trial = 0; trial < 1000; trial++) {
      const points = Array.from({ length: 1 + below(8, random) }, (_, place) =>
        seen(place, below(7, random), 1 + below(3, random)),
      );
      const curve = isotonic(points);
      expect(curve.every(({ value }, index) => index === 0 || value >= curve[index - 1]!.value)).toBe(true);
      expect(weightOf(curve)).toBe(weightOf(points));
      // The nearest rising value at a point: of all starts to its left the largest of the smallest means from there to its right.
      const mean = (from: number, to: number): number => {
        const part = points.slice(from, to + 1);
        return part.reduce((sum, { value, weight }) => sum + value * weight, 0) / weightOf(part);
      };
      const nearest = points.map((_, index) =>
        Math.max(
          ...points
            .slice(0, index + 1)
            .map((_, from) => Math.min(...points.slice(index).map((_, to) => mean(from, index + to)))),
        ),
      );
      const levels = (values: number[]) => [...new Set(values.map((value) => value.toFixed(9)))];
      expect(levels(curve.map(({ value }) => value))).toEqual(levels(nearest));
    }
  });
});

const weightOf = (points: readonly Seen[]): number => points.reduce((sum, { weight }) => sum + weight, 0);

describe("the crossing of zero", () => {
  test("lies in a straight line between two points", () => {
    expect(zeroCrossing(at(-1, 3))).toBe(0.25);
    expect(zeroCrossing(at(-2, -1, 0, 5))).toBe(2);
  });

  test("is on neither side where the curve is above zero, or below it", () => {
    expect(zeroCrossing(at(0, 1))).toBe(-Infinity);
    expect(zeroCrossing(at(-3, -1))).toBe(Infinity);
  });

  test("is not moved far by one point that is out of line", () => {
    expect(zeroCrossing(at(-3, -2, -1, 1, 2, -0.5, 2, 2))).toBeCloseTo(3.09, 2);
  });
});
