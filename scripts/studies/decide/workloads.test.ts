/** Workloads made by lot. */
import { expect, test } from "vitest";
import { createRandom } from "@triathlon/core/statistics/random";
import { drawRecipe, nameOf, sourceOf } from "./workloads.ts";

const recipes = Array.from({ length: 400 }, (_, index) => drawRecipe(createRandom(1, index)));

test("the same seed draws the same workload", () => {
  expect(drawRecipe(createRandom(1, 5))).toEqual(recipes[5]);
  expect(sourceOf(drawRecipe(createRandom(1, 5)))).toBe(sourceOf(recipes[5] ?? recipes[0]!));
});

test("every kernel, wait, kind of input and state is among four hundred, and near to half are held out", () => {
  const seen = (part: (recipe: (typeof recipes)[number]) => string): number => new Set(recipes.map(part)).size;
  expect([seen(({ kernel }) => kernel), seen(({ wait }) => wait)]).toEqual([8, 4]);
  expect([seen(({ input }) => input), seen(({ state }) => state)]).toEqual([5, 3]);
  const heldOut = recipes.filter((recipe) => recipe.heldOut).length;
  expect(heldOut).toBeGreaterThan(160);
  expect(heldOut).toBeLessThan(320);
});

test("a name says what is in it", () => {
  const name = nameOf({
    kernel: "json",
    microseconds: 350,
    wait: "timer",
    waitMilliseconds: 5,
    input: "text",
    inputBytes: 64,
    resultBytes: 1024,
    state: "cache",
    ownThreads: true,
    heldOut: false,
  });
  expect(name).toBe("json 350 µs, timer 5 ms, text of 64 B, result of 1024 B, cache, own threads");
});
