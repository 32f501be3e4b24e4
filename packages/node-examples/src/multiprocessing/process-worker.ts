/**
 * The child's side of a process pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./process-worker.ts";
 *     serve(tasks);
 */
import { Worker } from "node:worker_threads";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

/**
 * Runs these tasks for the pool that forked this process, and ends with it.
 *
 * @throws {Error} in a process that was not forked
 */
export function serve(tasks: object, options: ServeOptions = {}): void {
  if (!process.send)
    throw new Error("Cannot serve tasks: wanted a forked process, found no channel: start this file with fork()");
  endWithParent();
  const { receive, farewell } = workerSide(tasks, options, {
    name: String(process.pid),
    post: (message) => void process.send?.(message),
    leave: () => process.exit(),
  });
  process.on("message", receive);
  process.on("exit", farewell);
  process.on("disconnect", () => process.exit());
}

/**
 * A task that computes never lets "disconnect" be heard. So a small thread looks whether the parent is still the one this
 * process began with; the children of a process that was killed get another.
 */
function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, "SIGKILL"), 500)`;
  new Worker(watch, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
