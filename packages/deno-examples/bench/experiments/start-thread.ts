/** A thread without a pool. */
import type { Started } from "@triathlon/core/measure/experiments/probe";

export function startThread(): Started {
  const worker = new Worker(new URL("./empty-thread.ts", import.meta.url), { type: "module" });
  const ready = new Promise((resolve, reject) => {
    worker.addEventListener("message", resolve);
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // or the error ends this program too
      reject(new Error(event.message));
    });
  });
  return { pid: null, ready, stop: async () => worker.terminate() };
}
