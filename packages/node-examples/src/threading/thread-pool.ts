/**
 * A pool of worker threads.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url)),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of `thread-worker.ts`. The `new Worker(new URL(…))`
 * stays in your file, because bundlers look for exactly that.
 */
import type { Worker } from "node:worker_threads";
import type { Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";

export class ThreadPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createWorker starts one worker; called whenever the pool needs another */
  constructor(createWorker: () => Worker, options?: WorkerPoolOptions) {
    super((events) => link(createWorker(), events), options);
  }
}

function link(worker: Worker, events: LinkEvents): Link {
  let cause: unknown;
  // Rung after each message, for a worker that waits for the next one without its event loop: see thread-worker.ts.
  const bell = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage({ bell });
  worker.on("message", (message) => events.message(message));
  // What ended the thread is told before "exit": an uncaught error, or ERR_WORKER_OUT_OF_MEMORY.
  worker.on("error", (error) => (cause = error));
  worker.on("messageerror", (error) => {
    cause = error;
    void worker.terminate();
  });
  worker.on("exit", (exitCode) => events.died({ exitCode, signal: null, error: cause }));
  return {
    sharesMemory: true,
    post: (message, transfer) => {
      worker.postMessage(message, transfer as []);
      Atomics.add(bell, 0, 1);
      Atomics.notify(bell, 0);
    },
    stop: () => void worker.terminate(),
  };
}
