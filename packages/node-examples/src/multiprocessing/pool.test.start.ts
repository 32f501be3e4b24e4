/** How the tests start this pool, with a worker of their own and what that worker serves with. */
import { fork } from "node:child_process";
import type { WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { ProcessPool } from "./process-pool.ts";

export { serve } from "./process-pool.ts";

/** @param worker the file that runs in each worker */
export function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): ProcessPool<Tasks> {
  return new ProcessPool(() => fork(worker, { serialization: "advanced" }), { workers: 2, ...options });
}
