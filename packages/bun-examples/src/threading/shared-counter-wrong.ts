/**
 * Lose additions that two threads make to the same number.
 *
 * Shows: `counter[0]++` on shared memory is a read and a write; what another thread adds in between is overwritten.
 * Use when: never; shared-counter-right.ts is the way to write it.
 * Run: bun packages/bun-examples/src/threading/shared-counter-wrong.ts
 * Needs: Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/SharedArrayBuffer
 */
import { ThreadPool } from "./thread-pool.ts";

const ADDITIONS = 2_000_000;

await using pool = new ThreadPool<typeof import("@triathlon/core/examples/threading/shared-counter.tasks")>(
  () => new Worker(new URL("./shared-counter.worker.ts", import.meta.url)),
  { workers: 2 },
);

// A SharedArrayBuffer is not copied on its way to a thread: both write to the same four bytes.
const counter = new Int32Array(new SharedArrayBuffer(4));
let round = 0;
let lost = 0;

// A race may end well. It is run again until it does not, which is soon, and at most 1,000 times.
while (lost === 0 && round < 1000) {
  round++;
  counter[0] = 0;
  const halves = [ADDITIONS / 2, ADDITIONS / 2];
  await Promise.all(halves.map((times) => pool.submit("countPlainly", [counter, times])));
  lost = ADDITIONS - counter[0];
}
console.log(`${ADDITIONS} additions, counted ${counter[0]}, lost ${lost}, round ${round}`);
