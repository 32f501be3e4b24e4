/**
 * Serve HTTP, and compute in a pool of processes: a request that crashes takes no other with it.
 *
 * Shows: the answers, deadlines, health and shutdown of server, with workers that may crash or run away: each is a process.
 * Use when: requests run code that may end its process, leak, or never end: native libraries, what users have written.
 * Not when: requests only compute: threads start sooner, take less memory, and move large buffers.
 * Run: deno run --allow-run=deno --allow-net=127.0.0.1 --allow-env=PORT packages/deno-examples/src/combined/server-processes.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/fundamentals/http_server/
 */
import { fileURLToPath } from "node:url";
import { context } from "@triathlon/core/abilities/context";
import { statistics } from "@triathlon/core/abilities/statistics";
import { answers } from "@triathlon/core/examples/combined/server.answers";
import { ProcessPool } from "../multiprocessing/process-pool.ts";
import { serveHttp } from "./server.http.ts";

const counted = statistics();
const pool = new ProcessPool<typeof import("@triathlon/core/examples/combined/server.tasks")>(
  () =>
    new Deno.Command("deno", {
      // By its name, as `--allow-run=deno` grants it; a child needs no permission to compute.
      args: ["run", "--no-prompt", fileURLToPath(new URL("./server-processes.worker.ts", import.meta.url))],
      stdin: "piped",
      stdout: "piped",
    }).spawn(),
  { maxQueue: 50, abilities: [counted, context()] },
);
// Before it listens: no request waits for a worker's start, and where none can start, nothing listens.
await pool.prewarm();
await serveHttp(pool, answers(pool, counted));
