/** The experiments' thread pool. */
import type { MakePool } from "@triathlon/core/measure/experiments/probe";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

export const threading: MakePool = (workers, abilities) =>
  new ThreadPool(() => new Worker(new URL("./thread.ts", import.meta.url)), { workers, abilities });
