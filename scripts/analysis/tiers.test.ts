import { expect, test } from "vitest";
import { tiersOf } from "./tiers.ts";

const tiers = (...faster: string[]) => tiersOf(["a", "b", "c"], (one, other) => faster.includes(one + other));

test("who is faster than all behind stands alone", () => {
  expect(tiers("ab", "ac", "bc")).toEqual([["a"], ["b"], ["c"]]);
});

test("one between two others joins them: no cut where any pair across it cannot be told apart", () => {
  expect(tiers("ac")).toEqual([["a", "b", "c"]]);
});

test("who cannot be told apart stands together, ahead of who can", () => {
  expect(tiers("ac", "bc")).toEqual([["a", "b"], ["c"]]);
});

test("nobody is ahead where nothing can be told", () => {
  expect(tiers()).toEqual([["a", "b", "c"]]);
});
