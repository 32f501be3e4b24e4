/** A thread without a pool. */
import type { StartRawWorker } from "@triathlon/core/measure/pools/raw";

export const startThread: StartRawWorker = (receive) => {
  const worker = new Worker(new URL("./raw-thread.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => receive(data));
  return {
    post: (calls, transfer) => worker.postMessage(calls, transfer),
    stop: () => worker.terminate(),
  };
};
