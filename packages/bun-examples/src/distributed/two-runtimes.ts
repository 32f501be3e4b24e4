/**
 * Submit jobs in one runtime, and have them done in another.
 *
 * Shows: numbers in buffers, maps, big integers, dates and errors arrive as what they were, though no two runtimes write a clone alike.
 * Use when: a library runs in one runtime alone, or programs move from one to another bit by bit.
 * Not when: one runtime does it all: then nothing has to be written down on its way.
 * Run: bun packages/bun-examples/src/distributed/two-runtimes.ts
 * Needs: Bun 1.4, deno, nats-server
 * See: https://docs.nats.io/nats-concepts/jetstream
 *
 *      two-runtimes.ts, in Bun,        nats-server               two-runtimes.worker.ts, in Deno
 *      submit ──▶ bytes ────────────▶ keeps them until ───────▶ bytes ──▶ a task
 *      value or error ◀── bytes ◀──── there is a result ◀────── bytes ◀── what it returned or threw
 */
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { TaskError } from "@triathlon/core/pool/errors";
import { startServer } from "./nats-server.ts";
import { startWorker } from "./start-worker.ts";

// The worker is a program of the other runtime, with a pool of that runtime's threads. What both share is the name of the queue.
const entry = Bun.fileURLToPath(
  new URL("../../../deno-examples/src/distributed/two-runtimes.worker.ts", import.meta.url),
);
await using server = await startServer();
await using _worker = startWorker(
  ["deno", "run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-env", "--allow-read", entry],
  server.url,
);
const jobs = await natsJobs({ servers: server.url });
await using pool = new DistributedPool<typeof import("./two-runtimes.tasks.ts")>(jobs);

// The types say what crosses; the tasks are the same text in both runtimes.
const order = { prices: Float64Array.of(1.5, 20), stock: new Map([["bolt", 2n ** 64n]]), due: new Date(0) };
const { by, prices, stock, due } = await pool.submit("double", [order]);
console.log(`submitted in Bun, done in ${by}`); // => submitted in Bun, done in Deno
console.log(`${prices.constructor.name}: ${prices.join(", ")}`); // => Float64Array: 3, 40
console.log(`in stock: ${stock.get("bolt")}`); // => in stock: 18446744073709551616
console.log(`due: ${due.toISOString()}`); // => due: 1970-01-01T00:00:00.000Z

// What a task throws has its class here too, and its own fields.
const error: unknown = await pool.submit("refuse", []).catch((thrown: unknown) => thrown);
if (!(error instanceof TaskError && error.cause instanceof RangeError)) throw error;
console.log(`RangeError, ${Reflect.get(error.cause, "code")}: ${error.cause.message}`); // => RangeError, E_FAR: too far
