/** poolifier: threads. */
import { fileURLToPath } from "node:url";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { FixedThreadPool } from "poolifier";

export const start: StartPool = (workers, options) => {
  const pool = new FixedThreadPool(
    workers,
    fileURLToPath(new URL("./poolifier-threads.worker.ts", import.meta.url)),
    options,
  );
  return {
    run: (task, input, transfer) => pool.execute(input, task, undefined, transfer),
    map: (task, inputs) => pool.mapExecute(inputs, task),
    close: () => pool.destroy(),
  };
};
