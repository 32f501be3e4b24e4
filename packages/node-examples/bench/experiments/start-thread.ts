/** A thread without a pool. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Started } from "@triathlon/core/measure/experiments/probe";

export function startThread(): Started {
  const worker = new Worker(new URL("./empty-thread.ts", import.meta.url));
  return { pid: null, ready: once(worker, "message"), stop: () => worker.terminate() };
}
