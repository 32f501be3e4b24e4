/** Our pool of processes. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { own } from "@triathlon/core/measure/pools/own";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = Bun.fileURLToPath(new URL("./process-pool.worker.ts", import.meta.url));

export const start: StartPool = (workers, options) =>
  own(
    (given) =>
      new ProcessPool(
        (channel) =>
          Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
            ...channel,
            stdio: ["ignore", "inherit", "inherit"],
          }),
        given,
      ),
    workers,
    options,
  );
