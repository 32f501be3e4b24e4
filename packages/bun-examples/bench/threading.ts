/** The thread pool that is measured. */
import type { CreatePool } from "@triathlon/core/measure/measure";
import { ThreadPool } from "../src/threading/thread-pool.ts";

export const createPool: CreatePool = (options) =>
  new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), options);
