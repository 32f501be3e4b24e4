/** poolifier: processes, by `node:cluster`. */
import { fileURLToPath } from "node:url";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { FixedClusterPool } from "poolifier";

export const start: StartPool = (workers, options) => {
  const pool = new FixedClusterPool(
    workers,
    fileURLToPath(new URL("./poolifier-cluster.worker.ts", import.meta.url)),
    options,
  );
  return {
    run: (task, input) => pool.execute(input, task),
    map: (task, inputs) => pool.mapExecute(inputs, task),
    close: () => pool.destroy(),
  };
};
