/** Who came first in a race, by what is known of each. */
import { expect, test } from "vitest";
import { firstOf, takeBackDropped } from "../../../packages/cli/src/decide/choose.ts";
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

test("who was dropped beside one that failed later is in again, and nobody else is", () => {
  const trial = (of: Record<string, Partial<Tried>>) => {
    const made = decision({ "as it is": 10, threads: 4, processes: 7 }, "");
    for (const each of made.candidates) Object.assign(each, of[each.model]);
    const live = made.candidates.filter(({ excluded, droppedAfter }) => excluded === null && droppedAfter === null);
    takeBackDropped({ decision: made, live });
    return made.candidates.filter(({ droppedAfter }) => droppedAfter !== null).map(({ model }) => model);
  };
  expect(trial({ processes: { droppedAfter: 5 }, threads: { excluded: "it crashed" } })).toEqual([]);
  expect(trial({ processes: { droppedAfter: 5 } })).toEqual(["processes"]);
  expect(trial({ "as it is": { excluded: "it crashed" }, processes: { droppedAfter: 5 } })).toEqual(["processes"]);
});
