/** How the tests start this pool, with a worker of their own and what that worker serves with. */
import { fileURLToPath } from "node:url";
import type { WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { ProcessPool } from "./process-pool.ts";

export { serve } from "./process-pool.ts";

/** @param worker the file that runs in each worker */
export function startPool<Tasks>(worker: URL, options?: WorkerPoolOptions): ProcessPool<Tasks> {
  return new ProcessPool(
    () =>
      new Deno.Command("deno", {
        // By its name, as `--allow-run=deno` grants it. A child needs no permission to compute.
        args: ["run", "--no-prompt", fileURLToPath(worker)],
        stdin: "piped",
        stdout: "piped",
      }).spawn(),
    { workers: 2, ...options },
  );
}
