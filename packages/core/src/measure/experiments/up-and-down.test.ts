import { expect, test } from "vitest";
import { upAndDown } from "./up-and-down.ts";

async function triedOf(isWon: (step: number) => boolean, changes: Partial<Parameters<typeof upAndDown>[0]> = {}) {
  const tried: number[] = [];
  await upAndDown({ always: 16, most: 24, trials: 6, ...changes }, async (step) => {
    tried.push(step);
    return isWon(step);
  });
  return tried;
}

test("a coarse grid is tried first, then sizes around its crossing", async () => {
  expect(await triedOf((step) => step >= 7)).toEqual([0, 4, 8, 12, 16, 6, 7, 6, 7, 6, 7]);
});

test("the grid goes on until two sizes in a row were won, or there are no larger ones", async () => {
  expect(await triedOf((step) => step >= 14, { trials: 0 })).toEqual([0, 4, 8, 12, 16, 20]);
  expect(await triedOf(() => false, { trials: 2 })).toEqual([0, 4, 8, 12, 16, 20, 24, 24, 24]);
});

test("what is always won stays at the smallest size", async () => {
  expect(await triedOf(() => true, { trials: 3 })).toEqual([0, 4, 8, 12, 16, 0, 0, 0]);
});

test("a trial that was disturbed is taken back by the next ones", async () => {
  let trial = 0;
  const tried = await triedOf((step) => (++trial === 7 ? step < 7 : step >= 7), { trials: 8 });
  expect(tried.slice(5)).toEqual([6, 7, 8, 7, 6, 7, 6, 7]);
});

test("no trial is added when the time is up", async () => {
  const tried: number[] = [];
  const isWon = async (step: number) => tried.push(step) > 0;
  await upAndDown({ always: 4, most: 8, trials: 9 }, isWon, () => tried.length < 4);
  expect(tried).toEqual([0, 4, 0, 0]);
});
