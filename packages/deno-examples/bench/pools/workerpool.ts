/** workerpool: threads or processes, as the options say. Starts workers as they are needed. */
import { fileURLToPath } from "node:url";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import workerpool from "workerpool";

export const start: StartPool = (workers, options) => {
  const pool = workerpool.pool(fileURLToPath(new URL("./workerpool.worker.ts", import.meta.url)), {
    maxWorkers: workers,
    ...options,
  });
  return {
    run: (task, input, transfer) => pool.exec(task, [input], transfer && { transfer }),
    close: async () => {
      await pool.terminate();
    },
  };
};
