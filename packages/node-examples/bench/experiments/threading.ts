/** The experiments' thread pool. */
import { Worker } from "node:worker_threads";
import type { ExperimentTasks } from "@triathlon/core/measure/experiments/tasks";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

export const threading = (workers: number): ThreadPool<ExperimentTasks> =>
  new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), { workers });
