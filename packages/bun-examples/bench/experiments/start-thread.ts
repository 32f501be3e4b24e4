/** A thread without a pool. */
import type { Started } from "@triathlon/core/measure/experiments/probe";

export function startThread(): Started {
  const worker = new Worker(new URL("./empty-thread.ts", import.meta.url));
  const ready = new Promise((resolve, reject) => {
    worker.addEventListener("message", resolve);
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
  });
  const closed = new Promise((resolve) => worker.addEventListener("close", resolve));
  return {
    pid: null,
    ready,
    stop: () => {
      worker.terminate();
      return closed;
    },
  };
}
