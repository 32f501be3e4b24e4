/** Our pool of threads. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { own } from "@triathlon/core/measure/pools/own";
import { ThreadPool } from "../../src/threading/thread-pool.ts";

export const start: StartPool = (workers, options) =>
  own(
    (given) => new ThreadPool(() => new Worker(new URL("./thread-pool.worker.ts", import.meta.url)), given),
    workers,
    options,
  );
