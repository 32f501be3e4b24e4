/** Who came first in a race, by what is known of each. */
import { expect, test } from "vitest";
import { firstOf } from "../../../packages/cli/src/decide/choose.ts";
import type { Tried } from "../../../packages/cli/src/decide/decision.ts";
import { decision, tried } from "./support/made-up.ts";

const { candidates } = decision({ "as it is": 10, async: 3, threads: 5 }, "");
const live = candidates.filter(({ excluded }) => excluded === null);
const changed = (model: string, more: Partial<Tried>): Tried[] =>
  live.map((each) => (each.model === model ? { ...each, ...more } : each));

test("the fastest is first", () => {
  expect(firstOf(live)).toEqual(tried({ candidates: live }, "async"));
});

test("who is unfit for the goal, and was not raced therefore, keeps nobody from being first", () => {
  expect(firstOf(changed("async", { unfit: "its loop is late by 20.0 ms", race: [] }))?.model).toBe("threads");
});

test("rounds that not all have run count for nobody", () => {
  expect(firstOf(changed("threads", { race: [5, 5, 9, 9] }))?.model).toBe("async");
  expect(firstOf(changed("threads", { race: [5, 5] }))).toBeUndefined();
});
