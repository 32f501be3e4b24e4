/**
 * A pool of worker threads.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url)),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`. The `new Worker(new URL(…))` stays in your file,
 * because bundlers look for exactly that.
 */
import process from "node:process"; // a task may put another object in the place of the global one
import { parentPort, threadId, type Worker } from "node:worker_threads";
import { type ServeOptions, serveTasks } from "@triathlon/core/pool/serve";
import { type Link, type LinkEvents, WorkerPool, type WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";

export * from "@triathlon/core/pool/errors";
export * from "@triathlon/core/pool/worker-errors";

export class ThreadPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createWorker starts one worker; called whenever the pool needs another */
  constructor(createWorker: () => Worker, options?: WorkerPoolOptions) {
    super((events) => link(createWorker(), events), options);
  }
}

function link(worker: Worker, events: LinkEvents): Link {
  let cause: unknown;
  worker.on("message", (message: unknown) => {
    // With `node --watch` the runtime itself tells, over the same channel, what the worker has loaded.
    const { "watch:import": imported, "watch:require": required } = Object(message) as Record<string, unknown>;
    if (!imported && !required) events.message(message);
  });
  // What ended the thread is told before "exit": an uncaught error, or ERR_WORKER_OUT_OF_MEMORY.
  worker.on("error", (error) => (cause = error));
  worker.on("messageerror", (error) => {
    cause = error;
    void worker.terminate();
  });
  worker.on("exit", (exitCode) => events.died({ exitCode, signal: null, error: cause }));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as []),
    stop: () => void worker.terminate(),
    hold: (alive) => (alive ? worker.ref() : worker.unref()),
  };
}

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
  const leave = (): void => process.exit(); // ends this thread only
  const post = (message: unknown, transfer?: unknown): void => port.postMessage(message, transfer as []);
  const receive = serveTasks(tasks, options, { name: `${process.pid}/${threadId}`, post, leave });
  port.on("message", receive);
  port.on("close", leave); // a task has closed it
}
