/**
 * Square numbers on other machines, and lose one of them on the way.
 *
 * Shows: what a killed worker had is done by another one, and the sum is the same.
 * Use when: the work computes for longer than one machine has time, or must be done whatever dies meanwhile.
 * Not when: one machine is enough: threads need no server, and a call costs less.
 * Run: bun packages/bun-examples/src/distributed/square-numbers.ts
 * Needs: Bun 1.4, nats-server
 * See: https://docs.nats.io/nats-concepts/jetstream
 *
 *      square-numbers.ts            nats-server              square-numbers.worker.ts, twice
 *      asCompleted ──▶ ten parts ──▶ keeps each until ──────▶ one for each of its threads
 *        total ◀──────────────────── it has a result ◀─────── the sum of its squares
 */
import process from "node:process";
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { startServer } from "./nats-server.ts";
import { startWorker } from "./start-worker.ts";

// Elsewhere the server is there already, and workers are started on their own machines. Here all are on this one.
await using server = await startServer();
const command: [string, string] = [
  process.execPath,
  Bun.fileURLToPath(new URL("./square-numbers.worker.ts", import.meta.url)),
];
await using first = startWorker(command, server.url);
await using _second = startWorker(command, server.url);

// The type names the tasks, though no module of a task is loaded here. A job goes to another worker a second after its own was last heard of.
const jobs = await natsJobs({ servers: server.url }, { lease: 1000 });
await using pool = new DistributedPool<typeof import("@triathlon/core/examples/square-numbers.tasks")>(jobs);
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 1_000_000, to: (i + 1) * 1_000_000 }));

// In finishing order. In the midst of it one worker is killed, as a machine is that loses its power: nobody here is told.
let total = 0n;
let done = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is done`);
  total += value;
  if (++done === 3) first.kill();
}
console.log(`sum of all squares below 10,000,000: ${total}`);
