/**
 * A pool whose workers are on other machines: submits jobs, and waits for their results. Needs a NATS server with JetStream, and
 * `worker.ts` running somewhere.
 *
 *     nats-server -js
 *     node worker.ts
 *     node main.ts
 */
import process from "node:process";
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";

// The client's own options: servers, TLS, credentials. Whoever may write to this queue decides what workers compute.
const jobs = await natsJobs({ servers: process.env.NATS_URL ?? "127.0.0.1:4222" }, { name: "squares" });
await using pool = new DistributedPool<typeof import("./tasks.ts")>(jobs);

// Accepted means that the server has it: from then on it has exactly one result, whichever worker dies.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 20_000, to: (i + 1) * 20_000 }));
let total = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is ${value}`);
  total += value;
}
console.log(`the sum of all squares below 200,000 is ${total}`);
