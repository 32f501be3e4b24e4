/**
 * A pool whose workers are on other machines.
 *
 * Item: distributed-pool
 * Use when: one machine is not enough, or what was accepted must survive the death of the program.
 * Not when: one machine is enough: that needs no server, and a call costs less.
 * Start: deno run --allow-net --allow-env main.ts
 * Test: deno test --allow-all pool.test.ts
 * Needs: Deno 2.9
 * See: https://docs.nats.io/nats-concepts/jetstream
 * Server: `nats-server -js -sd nats-data`, or `docker compose up -d` with `compose.yaml`; `NATS_URL` says where it is
 *
 * First start the server, and workers on any machine, as many as you like:
 *
 *     deno run --allow-net --allow-env --allow-read --allow-sys=hostname worker.ts
 *
 * A larger number leaves time to kill one of them while it works: `deno run --allow-net --allow-env main.ts 50000000`.
 */
import process from "node:process";
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { openJobs } from "./nats-jobs.ts";

await using pool = new DistributedPool<typeof import("./tasks.ts")>(await openJobs());

const below = Number(process.argv[2] ?? 2_000_000);
const size = Math.ceil(below / 10);
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * size, to: Math.min((i + 1) * size, below) }));

// Accepted means that the server has it: from then on it has exactly one result, whichever worker dies.
let total = 0;
for await (const { index, value } of pool.asCompleted("countPrimes", parts)) {
  console.log(`part ${index} has ${value} primes`);
  total += value;
}
console.log(`primes below ${below}: ${total}`);
