/**
 * Let every thread wait for many things at once.
 *
 * Shows: async and threads combine: n workers with k tasks each have n times k waits in flight.
 * Use when: tasks wait and compute, so that they belong in a thread although most of their time is waiting.
 * Not when: tasks only wait; that needs no thread at all, see async/load-tables.ts.
 * Run: node packages/node-examples/src/threading/tasks-per-worker-right.ts
 * Needs: Node 24.11
 */
import { Worker } from "node:worker_threads";
import { ThreadPool } from "./thread-pool.ts";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);
const REQUESTS = 16;

// A worker gets up to four tasks at a time. While one of them waits, its event loop goes on with the others.
await using pool = new ThreadPool<typeof import("./tasks-per-worker.tasks.ts")>(
  () => new Worker(new URL("./tasks-per-worker.worker.ts", import.meta.url)),
  { workers: 2, tasksPerWorker: 4 },
);

// Shared by all workers: how many requests wait now, and the most that waited at once.
const gauge = new Int32Array(new SharedArrayBuffer(8));
await pool.prewarm(); // so that the start of the threads is not in the time
const began = performance.now();
await Promise.all(Array.from({ length: REQUESTS }, () => pool.submit("request", [gauge, UNIT])));
const units = ((performance.now() - began) / UNIT).toFixed(1);
console.log(`${REQUESTS} requests of one unit: at most ${gauge[1]} at once, ${units} units`);
