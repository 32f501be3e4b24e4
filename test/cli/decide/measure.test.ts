/** How many calls a batch has. */
import { expect, test } from "vitest";
import { sideBySide } from "../../../packages/cli/src/decide/look.ts";
import { fewest } from "../../../packages/cli/src/decide/measure.ts";

const calls = (milliseconds: number, { pace, width }: { pace: number; width: number }): number =>
  fewest({ pace: new Map([["it", pace]]), width: new Map([["it", width]]) }, { name: "it" }, milliseconds);

test("short calls are made at least four times for each place", () => {
  expect(calls(360, { pace: 0.001, width: 16 })).toBe(64);
});

test("calls that take long are made once for each place", () => {
  expect(calls(360, { pace: 125, width: 2 })).toBe(2);
  expect(calls(360, { pace: 2000, width: 1 })).toBe(1);
});

test("calls in between are made as often as they fit, in whole turns", () => {
  expect(calls(360, { pace: 50, width: 2 })).toBe(6);
});

test("of calls that compute on one thread one is enough, of calls that wait all that may be in flight", () => {
  expect(sideBySide({ wallTotal: 250, blockedTotal: 250 }, 16)).toBe(1);
  expect(sideBySide({ wallTotal: 250, blockedTotal: 100 }, 16)).toBe(3);
  expect(sideBySide({ wallTotal: 250, blockedTotal: 0 }, 16)).toBe(16);
});
