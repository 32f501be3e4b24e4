/**
 * Keep every addition that two threads make to the same number.
 *
 * Shows: `Atomics.add` reads and writes in one step, so that no other thread comes in between.
 * Use when: threads share a counter, a flag or an index of what to do next.
 * Not when: each thread can count for itself and the sums are added at the end; that is faster and needs no shared memory.
 * Run: deno run --allow-read packages/deno-examples/src/threading/shared-counter-right.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/add
 */
import { ThreadPool } from "./thread-pool.ts";

const ADDITIONS = 2_000_000;

await using pool = new ThreadPool<typeof import("@triathlon/core/examples/threading/shared-counter.tasks")>(
  () => new Worker(new URL("./shared-counter.worker.ts", import.meta.url), { type: "module" }),
  { workers: 2 },
);

// A SharedArrayBuffer is not copied on its way to a thread: both write to the same four bytes.
const counter = new Int32Array(new SharedArrayBuffer(4));

// Ten rounds, to give the race the chances it needed when it was lost.
for (let round = 1; round <= 10; round++) {
  counter[0] = 0;
  const halves = [ADDITIONS / 2, ADDITIONS / 2];
  await Promise.all(halves.map((times) => pool.submit("countAtomically", [counter, times])));
  console.log(`${ADDITIONS} additions, counted ${counter[0]}, lost ${ADDITIONS - counter[0]}, round ${round}`);
}
