/**
 * Does the jobs that `main.ts` submits, in as many threads as there are cores, until it is told to leave: on each machine that is to help,
 * as often as one likes.
 */
import { jobContext } from "@triathlon/core/distributed/job-context";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../threading/thread-pool.ts";
import { openJobs } from "./nats-jobs.ts";

// The jobs run in a local pool: what computes holds up no heartbeat, and what dies takes no other job along.
await using pool = new ThreadPool(() => new Worker(new URL("./tasks.worker.ts", import.meta.url), { type: "module" }), {
  abilities: [jobContext()],
});
const worker = new JobWorker(await openJobs(), pool, { name: `${Deno.hostname()}/${Deno.pid}` });

// Told to leave, it finishes what it has, and takes nothing more.
const leave = (): void => void worker.leave();
for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, leave);
console.log("does jobs until it is told to leave");
await worker.left;
for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.removeSignalListener(signal, leave); // or they keep it alive
