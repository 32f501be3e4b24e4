import { describe, expect, it } from "vitest";
import { Random } from "../workloads/support/random.ts";
import { flatEndOf, wantsMore } from "./flat-end.ts";

/** So many passes of about so many seconds, which vary by so much at most. */
function passes(count: number, seconds: number, share: number, seed = 1): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => seconds * (1 + (share * (random.between(0, 2000) - 1000)) / 1000));
}

describe("few passes", () => {
  it("are flat where the last five lie within 2 %", () => {
    expect(flatEndOf([9, 3, 1, 1.01, 1, 1.01, 1])).toBe(2);
    expect(flatEndOf([1, 1, 1, 1, 1])).toBe(0);
  });

  it("are not where they still fall or vary, nor where they are fewer than five", () => {
    expect(flatEndOf([2, 1.8, 1.6, 1.4, 1.2, 1])).toBeNull();
    expect(flatEndOf([1, 1.1, 1, 1.1, 1, 1.1])).toBeNull();
    expect(flatEndOf([1, 1, 1, 1])).toBeNull();
    expect(flatEndOf([1, 1, 0, 1, 1])).toBeNull();
  });
});

describe("many passes", () => {
  it("are flat from the start where nothing changes, also where they vary more than five may", () => {
    for (let seed = 1; seed <= 20; seed++) expect(flatEndOf(passes(40, 1, 0.1, seed))).toBe(0);
  });

  it("are flat from the last step on", () => {
    expect(flatEndOf([...passes(10, 3, 0.03), ...passes(10, 2, 0.03), ...passes(30, 1, 0.03)])).toBe(20);
  });

  it("are not flat when the last step is in the last quarter", () => {
    expect(flatEndOf([...passes(32, 2, 0.03), ...passes(8, 1, 0.03)])).toBeNull();
  });

  it("are flat across a step too small to matter, and a single slow pass", () => {
    expect(flatEndOf([...passes(30, 1.01, 0.001), ...passes(10, 1, 0.001)])).toBe(0);
    expect(flatEndOf(passes(40, 1, 0.03).with(35, 5))).toBe(0);
  });

  it("are flat from their own number on, where only the last of very many are looked at", () => {
    expect(flatEndOf([...passes(700, 2, 0.03), ...passes(100, 1, 0.03)])).toBe(700);
  });
});

describe("more passes", () => {
  const times = (count: number, seconds: number): number[] => Array.from({ length: count }, () => seconds);
  const falling = Array.from({ length: 10 }, (_, pass) => 0.05 - pass / 300);

  it("passes are added while they are not flat, and not when they are", () => {
    expect(wantsMore([0.06], falling, 1)).toBe(true);
    expect(wantsMore([0.06], [...falling, ...times(5, 0.02)], 1)).toBe(false);
  });

  it("passes are added until the time for it is over, or there are very many", () => {
    expect(wantsMore([], falling, 0.2)).toBe(false);
    expect(wantsMore([], falling, 0)).toBe(false);
    expect(wantsMore([], times(120, 0.0001), 1)).toBe(false);
  });

  it("cheap passes are added whether they look flat or not", () => {
    expect(wantsMore([], times(90, 0.001), 0.1)).toBe(true);
    expect(wantsMore([], times(101, 0.001), 1)).toBe(false);
  });
});
