/**
 * Let threads wait for each other after each step.
 *
 * Shows: a place where as many threads as there are must come before any goes on. Python's `threading.Barrier`.
 * Use when: each step of every thread needs what all have done in the step before.
 * Not when: the steps can be submitted to a pool one after the other: `await` of all is such a place, and no
 *   thread stands still.
 * Run: node packages/core/src/examples/threading/barrier.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/barrier.ts
 * Run: bun packages/core/src/examples/threading/barrier.ts
 * Test: node --test barrier.test.ts
 * Test: deno test --no-check --allow-read barrier.test.ts
 * Test: bun test ./barrier.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/notify
 */
import { Barrier } from "../../synchronization/barrier.ts";
import { inThreads } from "./in-threads.ts";

const PARTS = 3;
const barrier = new Barrier(PARTS);

// Heat that spreads in a ring: every step of a thread needs the last step of its neighbours. Two rows, now and next.
const rows = new Float64Array(new SharedArrayBuffer(2 * PARTS * 8));
rows[0] = 99;
const parts = Array.from({ length: PARTS }, (_, part) => ({ parts: PARTS, part, cells: barrier.cells, rows }));
await inThreads(new URL("./barrier.worker.ts", import.meta.url), parts);

const heat = [...rows.subarray(0, PARTS)].map((part) => part.toFixed(1));
console.log(`after 100 steps: ${heat.join(", ")}`); // => after 100 steps: 33.0, 33.0, 33.0
