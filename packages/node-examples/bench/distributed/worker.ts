/**
 * The job worker that is tried: in so many threads.
 *
 *     … worker.ts <address of the server> <name of the queue> <threads> <milliseconds by which its clock is wrong>
 *         [milliseconds of a lease] [jobs at once in each thread]
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { openJobs } from "@triathlon/core/conformance/jobs/open-jobs";
import { skewClock } from "@triathlon/core/conformance/jobs/skewed-clock";
import { jobContext } from "@triathlon/core/distributed/job-context";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

const [server = "", name, threads, skew, lease, tasksPerWorker = "1"] = process.argv.slice(2);
skewClock(Number(skew));
await using pool = new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), {
  workers: Number(threads),
  tasksPerWorker: Number(tasksPerWorker),
  abilities: [jobContext()],
});
await pool.prewarm();
const source = await openJobs(server, name, { lease: lease === undefined ? undefined : Number(lease) });
const worker = new JobWorker(source, pool, { name: `node ${process.pid}` });
process.once("SIGTERM", () => void worker.leave());
console.log("ready");
await worker.left;
