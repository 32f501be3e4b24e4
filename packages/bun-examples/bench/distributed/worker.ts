/**
 * The job worker that is tried: in so many threads.
 *
 *     … worker.ts <servers> <name of the queue> <threads> <milliseconds by which its clock is wrong>
 */
import process from "node:process";
import { skewClock } from "@triathlon/core/conformance/jobs/skewed-clock";
import { jobContext } from "@triathlon/core/distributed/job-context";
import { natsJobs } from "@triathlon/core/distributed/job-source/nats";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

const [servers = "", name, threads, skew] = process.argv.slice(2);
skewClock(Number(skew));
await using pool = new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), {
  workers: Number(threads),
  abilities: [jobContext()],
});
await pool.prewarm();
const worker = new JobWorker(await natsJobs({ servers }, { name, lease: 1000 }), pool, { name: `bun ${process.pid}` });
process.once("SIGTERM", () => void worker.leave());
console.log("ready");
await worker.left;
