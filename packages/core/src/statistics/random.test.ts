import { describe, expect, test } from "vitest";
import { below, createRandom, shuffle } from "./random.ts";

/** sfc32 as its author writes it, in 64-bit integers cut to 32 bits: another way to the same numbers. */
function reference(seed: bigint, stream: bigint, count: number): number[] {
  const mask = 0xffffffffn;
  let [a, b, c, counter] = [seed & mask, seed >> 32n, stream & mask, 1n];
  const values = Array.from({ length: count + 15 }, () => {
    const value = (a + b + counter++) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) & mask) | (c >> 11n)) + value) & mask;
    return Number(value);
  });
  return values.slice(15);
}

describe("createRandom()", () => {
  test.each([
    [0, 0],
    [1, 7],
    [4_294_967_296, 3],
    [Number.MAX_SAFE_INTEGER, 4_294_967_295],
  ])("gives sfc32's numbers for seed %d, stream %d", (seed, stream) => {
    const random = createRandom(seed, stream);
    expect(Array.from({ length: 1_000 }, random)).toEqual(reference(BigInt(seed), BigInt(stream), 1_000));
  });

  test("streams of one seed differ", () => {
    expect(createRandom(1, 0)()).not.toBe(createRandom(1, 1)());
  });
});

test("below() draws each number about equally often", () => {
  const random = createRandom(42, 0);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 50_000; i++) counts[below(5, random)]! += 1;
  // Five standard deviations of a binomial count: about 447.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(447);
});

test("below() draws again what lies in the incomplete round", () => {
  const drawn = [2 ** 32 - 1, 4];
  expect(below(3, () => drawn.shift()!)).toBe(1);
});

describe("shuffle()", () => {
  test("keeps every item once", () => {
    const items = Array.from({ length: 96 }, (_, index) => index);
    const shuffled = shuffle(items, createRandom(9, 9));
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort((a, b) => a - b)).toEqual(items);
  });

  test("reaches every order of three about equally often", () => {
    const random = createRandom(3, 0);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = shuffle(["a", "b", "c"], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(145);
  });
});
