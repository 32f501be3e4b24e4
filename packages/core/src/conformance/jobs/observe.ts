/**
 * Submits jobs that are looked at from outside, so many of them open at a time, and says in one line of JSON how long each took.
 *
 *     … observe.ts <address of the server> <name of the queue> <file for the lines of tasks, or -> <open jobs> <jobs> <milliseconds, …>
 *
 * With a file each task leaves its lines there, and takes one of the times after the other; without one it does nothing.
 */
import process from "node:process";
import { DistributedPool } from "../../distributed/distributed-pool.ts";
import { now } from "../../pool/tasks.ts";
import { openJobs } from "./open-jobs.ts";

type Tasks = typeof import("./tasks.ts");

/** Seconds; from `submit` to the result, job by job as they ended. */
export interface Observed {
  latencies: number[];
  /** From the first `submit` to the last result. */
  seconds: number;
}

const [server = "", name, file = "-", open, jobs, times = ""] = process.argv.slice(-6);
const milliseconds = times.split(",").map(Number);
const pool = new DistributedPool<Tasks>(await openJobs(server, name), { maxOpen: Number(open), retries: 1000 });
const latencies: number[] = [];
const submit = (i: number): Promise<unknown> =>
  file === "-"
    ? pool.submit("add", [1, 0])
    : pool.submit("mark", [file, `job-${i}`, milliseconds[i % milliseconds.length] ?? 0]);

// Connected, and heard of by whoever does them.
await pool.submit("add", [1, 0]);
const began = now();
const all: Promise<void>[] = [];
for (let i = 0; i < Number(jobs); i++) {
  await pool.room();
  const submitted = now();
  all.push(submit(i).then(() => void latencies.push((now() - submitted) / 1000)));
}
await Promise.all(all);
const observed: Observed = { latencies, seconds: (now() - began) / 1000 };
console.log(JSON.stringify(observed));
await pool.close();
