/** How the tests are run, each with a server of its own and a worker in this process. Where no server can be started they are skipped, and say why. */
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { DistributedPool } from "@triathlon/core/distributed/distributed-pool";
import { jobContext } from "@triathlon/core/distributed/job-context";
import { JobWorker } from "@triathlon/core/distributed/job-worker";
import { ThreadPool } from "../threading/thread-pool.ts";
import { openJobs } from "./nats-jobs.ts";
import { noServer, startServer } from "./nats-server.ts";

type Tasks = typeof import("./pool.test.tasks.ts");

export function withPool(name: string, run: (pool: DistributedPool<Tasks>) => Promise<void>): void {
  void test(name, { skip: noServer ?? false }, () => around(run));
}

async function around(run: (pool: DistributedPool<Tasks>) => Promise<void>): Promise<void> {
  const server = await startServer();
  const worker = new URL("./pool.test.worker.ts", import.meta.url);
  const local = new ThreadPool(() => new Worker(worker), {
    workers: 2,
    abilities: [jobContext()],
  });
  const doing = new JobWorker(await openJobs(server.url), local);
  const pool = new DistributedPool<Tasks>(await openJobs(server.url), { retries: 1 });
  try {
    await run(pool);
  } finally {
    await pool.terminate();
    await doing.leave();
    await local.close();
    await server.stop();
  }
}
