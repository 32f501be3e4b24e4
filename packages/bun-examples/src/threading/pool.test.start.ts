/** How the tests start this pool, with a worker of their own and what that worker serves with. */
import type { WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { ThreadPool } from "./thread-pool.ts";

export { serve } from "./thread-pool.ts";

/** @param worker the file that runs in each worker */
export function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): ThreadPool<Tasks> {
  return new ThreadPool(() => new Worker(worker), { workers: 2, ...options });
}
