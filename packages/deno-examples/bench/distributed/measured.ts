/**
 * The job worker that is measured: in one thread.
 *
 *     … measured.ts <servers> <tasks at once>
 */
import { jobContext } from "@triathlon/core/distributed/job-context";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

const [servers = "", tasksPerWorker] = Deno.args;
await using pool = new ThreadPool(
  () => new Worker(new URL("./measured.thread.ts", import.meta.url), { type: "module" }),
  {
    workers: 1,
    tasksPerWorker: Number(tasksPerWorker),
    abilities: [jobContext()],
  },
);
await pool.prewarm();
const worker = new JobWorker(await natsJobs({ servers }), pool);
const leave = (): void => void worker.leave();
Deno.addSignalListener("SIGTERM", leave);
console.log("ready");
await worker.left;
Deno.removeSignalListener("SIGTERM", leave); // or it keeps the program alive
