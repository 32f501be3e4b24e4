/**
 * The child's side of a process pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./process-worker.ts";
 *     serve(tasks);
 */
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

/**
 * Runs these tasks for the pool that spawned this process, and ends with it.
 *
 * @throws {Error} in a process that was spawned without a channel
 */
export function serve(tasks: object, options: ServeOptions = {}): void {
  if (!process.send)
    throw new Error("Cannot serve tasks: wanted a channel to a pool, found none: spawn this file with ipc");
  const { receive, farewell } = workerSide(tasks, options, {
    name: String(process.pid),
    post: (message) => void process.send?.(message),
    leave: () => process.exit(),
  });
  process.on("message", receive);
  process.on("exit", farewell);
  process.on("disconnect", () => process.exit());
}
