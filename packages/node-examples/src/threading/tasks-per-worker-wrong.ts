/**
 * Make waits queue for threads.
 *
 * Shows: with one task per worker, two workers wait for two things at once, and the third stands in line.
 * Use when: tasks compute; then one task per worker is right, and it is the default.
 * Not when: tasks mostly wait; tasks-per-worker-right.ts shows what to do.
 * Run: node packages/node-examples/src/threading/tasks-per-worker-wrong.ts
 * Needs: Node 24.11
 */
import { Worker } from "node:worker_threads";
import { ThreadPool } from "./thread-pool.ts";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);
const REQUESTS = 16;

// A worker gets its next task when it has finished the one before. That is the default.
await using pool = new ThreadPool<typeof import("./tasks-per-worker.tasks.ts")>(
  () => new Worker(new URL("./tasks-per-worker.worker.ts", import.meta.url)),
  { workers: 2, tasksPerWorker: 1 },
);

// Shared by all workers: how many requests wait now, and the most that waited at once.
const gauge = new Int32Array(new SharedArrayBuffer(8));
await pool.prewarm(); // so that the start of the threads is not in the time
const began = performance.now();
await Promise.all(Array.from({ length: REQUESTS }, () => pool.submit("request", [gauge, UNIT])));
const units = ((performance.now() - began) / UNIT).toFixed(1);
console.log(`${REQUESTS} requests of one unit: at most ${gauge[1]} at once, ${units} units`);
