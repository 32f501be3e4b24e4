/** How the tests start this pool, with a worker of their own and what that worker serves with. */
import type { WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { ProcessPool } from "./process-pool.ts";

export { serve } from "./process-pool.ts";

/** @param worker the file that runs in each worker */
export function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): ProcessPool<Tasks> {
  return new ProcessPool(
    (channel) =>
      Bun.spawn([process.execPath, "--no-orphans", Bun.fileURLToPath(worker)], {
        ...channel,
        stdio: ["ignore", "inherit", "inherit"],
      }),
    { workers: 2, ...options },
  );
}
