/** The process pool that is measured. */
import { fork } from "node:child_process";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";

export const createPool = (workers: number): ProcessPool<object> =>
  new ProcessPool(() => fork(new URL("./process.ts", import.meta.url), { serialization: "advanced" }), { workers });
