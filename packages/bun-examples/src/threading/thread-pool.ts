/**
 * A pool of web workers.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url)),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`.
 */
import process from "node:process"; // a task may put another object in the place of the global one
import { threadId } from "node:worker_threads";
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
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => events.message(data));
  // Without this listener an uncaught error in the worker is silent.
  worker.addEventListener("error", (event) => (cause = new Error(event.message)));
  worker.addEventListener("messageerror", () => {
    cause = new Error("a message could not be read");
    worker.terminate();
  });
  // Not in the standard: Bun tells of a worker's end, with its exit code.
  worker.addEventListener("close", (event: Event) => {
    events.died({ exitCode: (event as CloseEvent).code, signal: null, error: cause });
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    stop: () => worker.terminate(),
    // Bun's, of which the type of a browser's worker knows nothing.
    hold: (alive) => (worker as Worker & Record<"ref" | "unref", () => void>)[alive ? "ref" : "unref"](),
  };
}

declare const self: Worker;

/** Runs these tasks for the pool that started this worker. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const receive = serveTasks(tasks, options, {
    name: `${process.pid}/${threadId}`,
    post: (message, transfer) => self.postMessage(message, transfer as ArrayBuffer[]),
    leave: () => process.exit(), // ends this thread only
  });
  self.addEventListener("message", ({ data }: MessageEvent<unknown>) => receive(data));
}
