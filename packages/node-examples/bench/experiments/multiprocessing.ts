/** The experiments' process pool. */
import { fork } from "node:child_process";
import type { MakePool } from "@triathlon/core/measure/experiments/probe";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = new URL("./process.ts", import.meta.url);

export const multiprocessing: MakePool = (workers, abilities) =>
  new ProcessPool(() => fork(entry, { serialization: "advanced" }), { workers, abilities });
