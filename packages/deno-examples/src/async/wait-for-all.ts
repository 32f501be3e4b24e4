/**
 * Wait for all, for the first, or for the first that succeeds.
 *
 * Shows: the four ways to wait for several promises; allSettled is the nearest to Python's asyncio.wait, as it never
 *   rejects.
 * Use when: some may fail, and the others still count.
 * Not when: one failure makes the rest worthless: see cancel-siblings.ts.
 * Run: deno run --allow-env=UNIT_MS packages/deno-examples/src/async/wait-for-all.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Promise/allSettled
 */
/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

async function work(name: string, units: number, fails = false): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, units * UNIT));
  if (fails) throw new Error(`${name} failed`);
  return name;
}

const tasks = [work("A", 3), work("B", 1, true), work("C", 2)];

// The first that ends, whether it is well or not: B. The others run on.
const first = await Promise.race(tasks).catch((error: Error) => error.message);
console.log(`race: ${first}`); // => race: B failed

// The first that succeeds. It rejects only when all have failed.
console.log(`any: ${await Promise.any(tasks)}`); // => any: C

// All, or the first failure. It has happened long ago, so this does not wait for A.
await Promise.all(tasks).catch((error: Error) => console.log(`all: ${error.message}`)); // => all: B failed

// All, each with its own outcome, in the order of the calls.
for (const [index, outcome] of (await Promise.allSettled(tasks)).entries()) {
  const what = outcome.status === "fulfilled" ? outcome.value : (outcome.reason as Error).message;
  console.log(`allSettled ${index}: ${outcome.status}: ${what}`);
}
// => allSettled 0: fulfilled: A
// => allSettled 1: rejected: B failed
// => allSettled 2: fulfilled: C
