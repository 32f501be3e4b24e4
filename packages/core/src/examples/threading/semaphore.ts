/**
 * Let at most two threads use something at once.
 *
 * Shows: a number of permits in shared memory: whoever wants one when none is left sleeps. Python's
 *   `threading.BoundedSemaphore`.
 * Use when: threads share what bears only so many at once: connections, files, a device.
 * Not when: the work can be given to a pool with as many workers: then nobody waits with a thread in hand.
 * Run: node packages/core/src/examples/threading/semaphore.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/semaphore.ts
 * Run: bun packages/core/src/examples/threading/semaphore.ts
 * Test: node --test semaphore.test.ts
 * Test: deno test --no-check --allow-read semaphore.test.ts
 * Test: bun test ./semaphore.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
 */
import { Semaphore } from "../../synchronization/semaphore.ts";
import { inThreads } from "./in-threads.ts";

const PERMITS = 2;
const semaphore = new Semaphore(PERMITS);

// How many threads are inside now, and the most there ever were; and how many have yet to start.
const inside = new Int32Array(new SharedArrayBuffer(8));
const missing = new Int32Array(new SharedArrayBuffer(4)).fill(4);
const given = { permits: PERMITS, cells: semaphore.cells, inside, missing };
await inThreads(new URL("./semaphore.worker.ts", import.meta.url), [given, given, given, given]);

console.log(`of four threads inside at once, at most: ${inside[1]}`); // => of four threads inside at once, at most: 2
