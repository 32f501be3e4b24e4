/**
 * The job worker that is measured: in one thread.
 *
 *     … measured.ts <servers> <tasks at once>
 */
import { jobContext } from "@triathlon/core/distributed/job-context";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

const [servers = "", tasksPerWorker] = process.argv.slice(2);
await using pool = new ThreadPool(() => new Worker(new URL("./measured.thread.ts", import.meta.url)), {
  workers: 1,
  tasksPerWorker: Number(tasksPerWorker),
  abilities: [jobContext()],
});
await pool.prewarm();
const worker = new JobWorker(await natsJobs({ servers }), pool);
process.once("SIGTERM", () => void worker.leave());
console.log("ready");
await worker.left;
