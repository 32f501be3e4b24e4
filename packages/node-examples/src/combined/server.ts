/**
 * Serve HTTP, and compute in a pool of threads: no request holds up another, and none costs more than it may.
 *
 * Shows: workers that are there before the first request, a deadline for each, a client that leaves and takes its work along, a full
 *   queue that says so, errors as statuses, health, metrics, and a SIGTERM that lets what was accepted finish.
 * Use when: requests compute for more than a few milliseconds.
 * Not when: they only wait for others: the event loop does that alone; or the work may crash: take processes, as
 *   server-processes does.
 * Run: node packages/node-examples/src/combined/server.ts
 * Test: node --test combined/server.test.ts
 * Needs: Node 24.11
 * See: https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener
 */
import { Worker } from "node:worker_threads";
import { context } from "@triathlon/core/abilities/context";
import { statistics } from "@triathlon/core/abilities/statistics";
import { answers } from "@triathlon/core/examples/combined/server.answers";
import { ThreadPool } from "../threading/thread-pool.ts";
import { serveHttp } from "./server.http.ts";

const counted = statistics();
const pool = new ThreadPool<typeof import("@triathlon/core/examples/combined/server.tasks")>(
  () => new Worker(new URL("./server.worker.ts", import.meta.url)),
  { maxQueue: 50, abilities: [counted, context()] },
);
// Before it listens: no request waits for a worker's start, and where none can start, nothing listens.
await pool.prewarm();
await serveHttp(pool, answers(pool, counted));
