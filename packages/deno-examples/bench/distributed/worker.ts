/**
 * The job worker that is tried: in so many threads.
 *
 *     … worker.ts <address of the server> <name of the queue> <threads> <milliseconds by which its clock is wrong>
 *         [milliseconds of a lease] [jobs at once in each thread]
 */
import { openJobs } from "@triathlon/core/conformance/jobs/open-jobs";
import { skewClock } from "@triathlon/core/conformance/jobs/skewed-clock";
import { jobContext } from "@triathlon/core/distributed/job-context";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

const [server = "", name, threads, skew, lease, tasksPerWorker = "1"] = Deno.args;
skewClock(Number(skew));
await using pool = new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url), { type: "module" }), {
  workers: Number(threads),
  tasksPerWorker: Number(tasksPerWorker),
  abilities: [jobContext()],
});
await pool.prewarm();
const source = await openJobs(server, name, { lease: lease === undefined ? undefined : Number(lease) });
const worker = new JobWorker(source, pool, { name: `deno ${Deno.pid}` });
Deno.addSignalListener("SIGTERM", leave);
console.log("ready");
await worker.left;
Deno.removeSignalListener("SIGTERM", leave); // or it keeps the program alive

function leave(): void {
  void worker.leave();
}
