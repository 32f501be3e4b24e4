/**
 * Read results after the pool was closed.
 *
 * Shows: a result is a promise; it outlives its pool, and is read in any order.
 * Use when: the results are few, and wanted together at the end.
 * Not when: they are many: take them from `map` or `asCompleted` as they come, or all are held in memory.
 * Run: node packages/node-examples/src/threading/read-after-close.ts
 * Needs: Node 24.11
 */
import { Worker } from "node:worker_threads";
import { streaming } from "@triathlon/core/abilities/stream";
import { ThreadPool } from "./thread-pool.ts";

// What `submit` returns is the future: a promise.
const futures: Promise<string>[] = [];
const units = { a: 2, b: 1, c: 3 };
{
  await using pool = new ThreadPool<typeof import("./read-after-close.tasks.ts")>(
    () => new Worker(new URL("./read-after-close.worker.ts", import.meta.url)),
    { workers: 3, abilities: [streaming()] },
  );
  for (const [argument, wait] of Object.entries(units)) {
    futures.push(pool.submit("ioBound", [argument, wait], { onItem: console.log }));
  }
}
// Here no worker is left, and every promise is settled.
console.log("the pool is closed");

// In the order of submission, although b took the shortest. A task that had thrown would throw here.
for (const future of futures) console.log(await future);
