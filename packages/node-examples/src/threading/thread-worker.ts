/**
 * The worker's side of a thread pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./thread-worker.ts";
 *     serve(tasks);
 */
import { parentPort, threadId } from "node:worker_threads";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

/**
 * Runs these tasks for the pool that started this thread.
 *
 * @throws {Error} on the main thread
 */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const port = parentPort;
  if (!port)
    throw new Error(
      "Cannot serve tasks: wanted a worker thread, found the main thread: start this file with new Worker()",
    );
  const { receive, farewell } = workerSide(tasks, options, {
    name: `${process.pid}/${threadId}`,
    post: (message, transfer) => port.postMessage(message, transfer as []),
    leave: () => process.exit(), // ends this thread only
  });
  port.on("message", receive);
  process.on("exit", farewell);
}
