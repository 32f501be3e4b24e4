/**
 * Keep every deposit on a single thread, by reading after the wait or by taking turns.
 *
 * Shows: code without an `await` between its read and its write cannot be interrupted; where one is needed, a lock of promises.
 * Use when: tasks change the same variable and wait in between.
 * Not when: the variable is in shared memory; other threads heed neither, see threading/shared-counter-right.ts.
 * Run: node packages/node-examples/src/async/lost-update-right.ts
 * Needs: Node 22.18
 */
import { setTimeout as sleep } from "node:timers/promises";

const DEPOSITS = 100;
let balance = 0;

async function fee(): Promise<number> {
  await sleep(1);
  return 1;
}

// First way: wait first, then read and write in one go. No other task runs between the two.
async function deposit(): Promise<void> {
  const paid = await fee();
  balance += paid;
}
await Promise.all(Array.from({ length: DEPOSITS }, deposit));
console.log(`read after the wait: ${DEPOSITS} deposits, balance ${balance}, lost ${DEPOSITS - balance}`);
// => read after the wait: 100 deposits, balance 100, lost 0

// Second way: a lock, for when the read must come first. Each turn begins when the one before it has ended, well or badly.
let lastTurn: Promise<unknown> = Promise.resolve();
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => undefined);
  return turn;
}

// The statement that lost deposits is right inside the lock. The price: the waits no longer overlap.
balance = 0;
const locked = async (): Promise<void> => {
  balance += await fee();
};
await Promise.all(Array.from({ length: DEPOSITS }, () => exclusively(locked)));
console.log(`one after the other: ${DEPOSITS} deposits, balance ${balance}, lost ${DEPOSITS - balance}`);
// => one after the other: 100 deposits, balance 100, lost 0
