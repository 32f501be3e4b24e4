/**
 * Hand values from thread to thread, a few at a time.
 *
 * Shows: a queue in shared memory: who puts waits for room, who gets waits for a value. Python's `queue.Queue`.
 * Use when: threads that compute hand on to threads that compute, and none may run far ahead.
 * Not when: a pool does it: `map` pulls its input with a bounded look-ahead, and no thread sleeps.
 * Run: node packages/core/src/examples/threading/bounded-queue.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/bounded-queue.ts
 * Run: bun packages/core/src/examples/threading/bounded-queue.ts
 * Test: node --test bounded-queue.test.ts
 * Test: deno test --no-check --allow-read bounded-queue.test.ts
 * Test: bun test ./bounded-queue.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/SharedArrayBuffer
 */
import { BoundedQueue } from "../../synchronization/bounded-queue.ts";
import { inThreads } from "./in-threads.ts";

const CAPACITY = 3;
const queue = new BoundedQueue<number>(CAPACITY);

// Two threads put the numbers from 1 to 500 each, two add up what they get, until each has met a 0.
const sums = new Int32Array(new SharedArrayBuffer(8));
const given = { capacity: CAPACITY, cells: queue.cells, sums };
const threads = [
  { ...given, puts: 500 },
  { ...given, puts: 500 },
  { ...given, adds: 0 },
  { ...given, adds: 1 },
];
await inThreads(new URL("./bounded-queue.worker.ts", import.meta.url), threads);

console.log(`the sum of what was got: ${sums[0]! + sums[1]!}`); // => the sum of what was got: 250500
