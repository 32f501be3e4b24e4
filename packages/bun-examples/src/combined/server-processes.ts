/**
 * Serve HTTP, and compute in a pool of processes: a request that crashes takes no other with it.
 *
 * Shows: the answers, deadlines, health and shutdown of server, with workers that may crash or run away: each is a process.
 * Use when: requests run code that may end its process, leak, or never end: native libraries, what users have written.
 * Not when: requests only compute: threads start sooner, take less memory, and move large buffers.
 * Run: bun packages/bun-examples/src/combined/server-processes.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/http/server
 */
import { context } from "@triathlon/core/abilities/context";
import { statistics } from "@triathlon/core/abilities/statistics";
import { answers } from "@triathlon/core/examples/combined/server.answers";
import { ProcessPool } from "../multiprocessing/process-pool.ts";
import { serveHttp } from "./server.http.ts";

const counted = statistics();
const pool = new ProcessPool<typeof import("@triathlon/core/examples/combined/server.tasks")>(
  (channel) => {
    const entry = Bun.fileURLToPath(new URL("./server-processes.worker.ts", import.meta.url));
    return Bun.spawn([process.execPath, "--no-orphans", entry], {
      ...channel,
      stdio: ["ignore", "inherit", "inherit"],
    });
  },
  { maxQueue: 50, abilities: [counted, context()] },
);
// Before it listens: no request waits for a worker's start, and where none can start, nothing listens.
await pool.prewarm();
await serveHttp(pool, answers(pool, counted));
