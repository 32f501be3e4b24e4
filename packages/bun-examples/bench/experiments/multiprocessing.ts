/** The experiments' process pool. */
import type { ExperimentTasks } from "@triathlon/core/measure/experiments/tasks";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = Bun.fileURLToPath(new URL("./process.ts", import.meta.url));

export const multiprocessing = (workers: number): ProcessPool<ExperimentTasks> =>
  new ProcessPool(
    (channel) =>
      Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
        ...channel,
        stdio: ["ignore", "inherit", "inherit"],
      }),
    { workers },
  );
