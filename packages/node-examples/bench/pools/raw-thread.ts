/** A thread without a pool. */
import { Worker } from "node:worker_threads";
import type { StartRawWorker } from "@triathlon/core/measure/pools/raw";

export const startThread: StartRawWorker = (receive) => {
  const worker = new Worker(new URL("./raw-thread.worker.ts", import.meta.url));
  worker.on("message", receive);
  return {
    post: (calls, transfer) => worker.postMessage(calls, transfer),
    stop: () => void worker.terminate(),
  };
};
