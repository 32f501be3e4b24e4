/**
 * Lose deposits on a single thread.
 *
 * Shows: `balance += await fee()` reads the balance before the wait and writes it after, so whoever wrote meanwhile is lost.
 * Use when: never; lost-update-right.ts is the way to write it.
 * Run: deno run packages/deno-examples/src/async/lost-update-wrong.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Operators/await
 */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const DEPOSITS = 100;
let balance = 0;

// What a deposit is worth is known only after a wait: for a database, a bank, a network.
async function fee(): Promise<number> {
  await sleep(1);
  return 1;
}

// The left side is read first. While the right side waits, every other deposit reads the same old balance.
async function deposit(): Promise<void> {
  balance += await fee();
}

// No second thread is needed to lose an update: all deposits read 0, and each of them writes 1.
await Promise.all(Array.from({ length: DEPOSITS }, deposit));
console.log(`${DEPOSITS} deposits, balance ${balance}, lost ${DEPOSITS - balance}`);
// => 100 deposits, balance 1, lost 99
