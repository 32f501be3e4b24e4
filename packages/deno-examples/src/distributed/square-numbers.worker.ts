/** Does the jobs of `square-numbers.ts`, in one thread, until it is told to leave: as often as one likes, on any machine. */
import { jobContext } from "@triathlon/core/distributed/job-context";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../threading/thread-pool.ts";

await using pool = new ThreadPool(
  () => new Worker(new URL("./square-numbers.thread.ts", import.meta.url), { type: "module" }),
  {
    workers: 1,
    abilities: [jobContext()],
  },
);
const jobs = await natsJobs({ servers: Deno.env.get("NATS_URL") ?? "127.0.0.1:4222" }, { lease: 1000 });
const worker = new JobWorker(jobs, pool);
const leave = (): void => void worker.leave();
Deno.addSignalListener("SIGTERM", leave);
await worker.left;
Deno.removeSignalListener("SIGTERM", leave); // or it keeps the program alive
