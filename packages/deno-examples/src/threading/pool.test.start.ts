/** How the tests start this pool, with a worker of their own and what that worker serves with. */
import type { WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { ThreadPool } from "./thread-pool.ts";

export { serve } from "./thread-pool.ts";

/** @param worker the file that runs in each worker */
export function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): ThreadPool<Tasks> {
  // `deno test` checks the types of a worker's module when it is started, which takes its time on a busy machine.
  const patient = { workers: 2, readyTimeout: 60_000, ...options };
  return new ThreadPool(() => new Worker(worker, { type: "module" }), patient);
}
