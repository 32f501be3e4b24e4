/**
 * Square numbers on all cores, in threads.
 *
 * Shows: work that computes is split over threads, and each part is added as soon as it is finished.
 * Use when: the work computes, and a part takes milliseconds or more.
 * Not when: the work waits (that needs no thread), or it may crash: a thread can take the whole program along.
 * Run: node packages/node-examples/src/threading/square-numbers.ts
 * Needs: Node 24.11
 */
import { Worker } from "node:worker_threads";
import { ThreadPool } from "./thread-pool.ts";

// The pool starts a worker when one is needed, at most one a core. The type names the tasks and their arguments.
await using pool = new ThreadPool<typeof import("@triathlon/core/examples/square-numbers.tasks")>(
  () => new Worker(new URL("./square-numbers.worker.ts", import.meta.url)),
);

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 1_000_000, to: (i + 1) * 1_000_000 }));

// In finishing order: whoever is done first is added first. The sum does not mind.
let total = 0n;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is done`);
  total += value;
}
console.log(`sum of all squares below 10,000,000: ${total}`);
