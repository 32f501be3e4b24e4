/** The experiments' process pool. */
import { fork } from "node:child_process";
import type { ExperimentTasks } from "@triathlon/core/measure/experiments/tasks";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = new URL("./process.ts", import.meta.url);

export const multiprocessing = (workers: number): ProcessPool<ExperimentTasks> =>
  new ProcessPool(() => fork(entry, { serialization: "advanced" }), { workers });
