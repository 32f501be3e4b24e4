/** The process pool that is measured. */
import { fork } from "node:child_process";
import type { CreatePool } from "@triathlon/core/measure/measure";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";

export const createPool: CreatePool = (options) =>
  new ProcessPool(() => fork(new URL("./process.ts", import.meta.url), { serialization: "advanced" }), options);
