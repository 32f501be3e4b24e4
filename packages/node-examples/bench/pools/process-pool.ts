/** Our pool of processes. */
import { fork } from "node:child_process";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { own } from "@triathlon/core/measure/pools/own";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = new URL("./process-pool.worker.ts", import.meta.url);

export const start: StartPool = (workers, options) =>
  own((given) => new ProcessPool(() => fork(entry, { serialization: "advanced" }), given), workers, options);
