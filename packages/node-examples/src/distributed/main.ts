/**
 * A pool whose workers are on other machines.
 *
 * Item: distributed-pool
 * Use when: one machine is not enough, or what was accepted must survive the death of the program.
 * Not when: one machine is enough: that needs no server, and a call costs less.
 * Start: node main.ts
 * Test: node --test pool.test.ts
 * Needs: Node 24.11
 * See: https://docs.nats.io/nats-concepts/jetstream
 * Server: `nats-server -js -sd nats-data`, or `docker compose up -d` with `compose.yaml`; `NATS_URL` says where it is
 *
 * First start the server, and workers on any machine, as many as you like:
 *
 *     node worker.ts
 */
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { openJobs } from "./nats-jobs.ts";

await using pool = new DistributedPool<typeof import("./tasks.ts")>(await openJobs());

// Accepted means that the server has it: from then on it has exactly one result, whichever worker dies.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 20_000, to: (i + 1) * 20_000 }));
let total = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is ${value}`);
  total += value;
}
console.log(`the sum of all squares below 200,000 is ${total}`);
