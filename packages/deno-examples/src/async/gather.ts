/**
 * Wait for three tasks together, and have their results in the order of the calls.
 *
 * Shows: an async function begins when it is called; Promise.all waits for all of them, whichever ends first.
 * Use when: several waits do not depend on each other, and all of them are needed.
 * Not when: there are thousands (bound them with a pool), or one failure should stop the others: see
 *   cancel-siblings.ts.
 * Run: deno run --allow-env=UNIT_MS packages/deno-examples/src/async/gather.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Promise/all
 */
/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

async function work(name: string, units: number): Promise<number> {
  console.log(`task ${name} begins`);
  await new Promise((resolve) => setTimeout(resolve, units * UNIT));
  console.log(`task ${name} is done after ${units} units`);
  return units;
}

// Each call runs at once up to its first `await`. Python's coroutines would not have begun yet.
const tasks = [work("A", 2), work("B", 1), work("C", 3)];
console.log("all three are called");

// They end as B, A, C; the results stand in the order of the calls. It takes as long as the longest: three units.
const results = await Promise.all(tasks);
console.log(`results: ${results.join(", ")}`);
