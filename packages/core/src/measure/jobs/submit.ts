/**
 * Submits jobs that do nothing, one at a time and then all at once, and says how long that took, as one line of JSON on stdout.
 *
 *     … submit.ts <servers> <name of the queue, or "bare"> <round trips> <jobs at once>
 */
import process from "node:process";
import { DistributedPool } from "../../distributed/distributed-pool.ts";
import { natsJobs } from "../../distributed/job-source/nats.ts";
import { bareSubmitter } from "./bare.ts";

/** What is said. */
export interface JobTimes {
  /** Of one job at a time, from the call to its result. */
  roundTripSeconds: number[];
  /** Of all jobs at once, from the first call to the last result. */
  jobsSeconds: number;
}

/** Round trips before those that count. */
const WARM_UP = 200;

const [servers = "", queue = "", roundTrips, jobs] = process.argv.slice(-4);
const submitter = queue === "bare" ? await bareSubmitter(servers) : await pooled();

async function pooled(): Promise<Awaited<ReturnType<typeof bareSubmitter>>> {
  const source = await natsJobs({ servers }, { name: queue, lease: 1000 });
  const pool = new DistributedPool<typeof import("../../conformance/jobs/tasks.ts")>(source);
  return { submit: (value) => pool.submit("add", [value, 1]), close: () => pool.close() };
}

async function checked(value: number): Promise<void> {
  const found = await submitter.submit(value);
  if (found !== value + 1) throw new Error(`wanted ${value + 1}, found ${found}`);
}

const roundTripSeconds: number[] = [];
for (let i = 0; i < WARM_UP + Number(roundTrips); i++) {
  const began = performance.now();
  await checked(i);
  if (i >= WARM_UP) roundTripSeconds.push((performance.now() - began) / 1000);
}
const began = performance.now();
await Promise.all(Array.from({ length: Number(jobs) }, (_, i) => checked(i)));
const jobsSeconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ roundTripSeconds, jobsSeconds } satisfies JobTimes));
await submitter.close();
