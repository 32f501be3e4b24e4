/**
 * Download a site, five pages at a time, in five threads.
 *
 * Shows: the same as async, for more memory: each thread has its own connections.
 * Use when: the download is a blocking call, or each page is computed with at length where it arrives.
 * Not when: pages are only waited for: async does that with one thread.
 * Run: node packages/node-examples/src/threading/download-site.ts
 * Needs: Node 24.11
 */
import { Worker } from "node:worker_threads";
import { openSite } from "@triathlon/core/examples/download-site.server";
import { ThreadPool } from "./thread-pool.ts";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

await using site = await openSite();
await using pool = new ThreadPool<typeof import("@triathlon/core/examples/download-site.tasks")>(
  () => new Worker(new URL("./download-site.worker.ts", import.meta.url)),
  { workers: 5 },
);
// All five are started before the clock.
await pool.prewarm();
const began = performance.now();

// A worker has one page on its way at a time. What crosses to it is a URL, and back comes a number.
let bytes = 0;
for await (const length of pool.map("download", site.urls)) bytes += length;
const took = (performance.now() - began) / UNIT;

// Five waits at a time, as in async: what is different is what it costs to have five threads.
console.log(`${site.urls.length} pages, ${bytes} bytes`);
console.log(`${site.connections} connections, at most ${site.busiest} requests at once`);
console.log(`${site.units.toFixed(1)} units of waiting in ${took.toFixed(1)}`);
