/**
 * A pool of web workers.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url)),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of `thread-worker.ts`.
 */
import type { FromWorker, Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";

export class ThreadPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createWorker starts one worker; called whenever the pool needs another */
  constructor(createWorker: () => Worker, options?: WorkerPoolOptions) {
    super((events) => link(createWorker(), events), options);
  }
}

function link(worker: Worker, events: LinkEvents): Link {
  let cause: unknown;
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => events.message(data));
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
    sharesMemory: true,
    post: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    stop: () => worker.terminate(),
  };
}
