/**
 * The worker's side of a thread pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./thread-worker.ts";
 *     serve(tasks);
 */
import { threadId } from "node:worker_threads";
import type { ToWorker } from "@triathlon/core/executor/wire";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

declare const self: Worker;

/** Runs these tasks for the pool that started this worker. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const { receive, farewell } = workerSide(tasks, options, {
    name: `${process.pid}/${threadId}`,
    post: (message, transfer) => self.postMessage(message, transfer as ArrayBuffer[]),
    leave: () => process.exit(), // ends this thread only
  });
  self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => receive(data));
  process.on("exit", farewell);
}
