/** The thread pool that is measured. */
import { Worker } from "node:worker_threads";
import { ThreadPool } from "../src/threading/thread-pool.ts";

export const createPool = (workers: number): ThreadPool<object> =>
  new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), { workers });
