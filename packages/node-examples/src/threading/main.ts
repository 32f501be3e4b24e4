/**
 * A pool of threads, on all cores.
 *
 * Item: thread-pool
 * Use when: the work computes, for a millisecond a call or longer; large buffers can change hands.
 * Not when: the work only waits: that needs no thread; or it must survive a crash of native code: take processes.
 * Start: node main.ts
 * Test: node --test pool.test.ts
 * Needs: Node 24.11
 * See: https://nodejs.org/api/worker_threads.html
 */
import { Worker } from "node:worker_threads";
import { ThreadPool } from "./thread-pool.ts";

// A worker is started when a call needs one, at most one a core. The type names the tasks, their arguments and results.
await using pool = new ThreadPool<typeof import("./tasks.ts")>(
  () => new Worker(new URL("./tasks.worker.ts", import.meta.url)),
);

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 20_000, to: (i + 1) * 20_000 }));

// `asCompleted` yields whoever is done first; `map` would keep the order of its input.
let total = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is ${value}`);
  total += value;
}
console.log(`the sum of all squares below 200,000 is ${total}`);
