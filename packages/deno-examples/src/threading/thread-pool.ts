/**
 * A pool of web workers.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url), { type: "module" }),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * Needs `--allow-read` for the worker's modules. `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of
 * `thread-worker.ts`.
 *
 * Deno cannot stop a thread that computes: `terminate()` returns, the thread runs on. Such a worker is replaced and counted in
 * `abandoned`, and while it runs the program does not end by itself. Where a task may run away, use a process.
 */
import type { FromWorker, Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";

/** Deno has Web Locks, its types have not. */
const { locks } = navigator as unknown as {
  locks: { request(name: string, granted: () => void): Promise<void> };
};

export class ThreadPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createWorker starts one worker; called whenever the pool needs another */
  constructor(createWorker: () => Worker, options?: WorkerPoolOptions) {
    super((events) => link(createWorker(), events), options);
  }
}

function link(worker: Worker, events: LinkEvents): Link {
  let dead = false;
  let locked = false;
  const died = (error?: unknown, assumed = false): void => {
    if (dead) return;
    dead = true;
    worker.terminate(); // a worker that has ended keeps the program alive until it is terminated
    events.died({ exitCode: null, signal: null, error }, assumed);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker | { lock: string }>) => {
    // There is no event for a worker's end. But it holds a lock for as long as it lives, which then comes to us.
    if (data !== null && typeof data === "object" && "lock" in data) {
      locked = true;
      locks.request(data.lock, () => died()).catch((error: unknown) => died(error));
    } else events.message(data);
  });
  worker.addEventListener("messageerror", () => died(new Error("a message could not be read")));
  worker.addEventListener("error", (event) => {
    event.preventDefault(); // or the error ends this program too
    died(new Error(event.message));
  });
  return {
    sharesMemory: true,
    post: (message, transfer) => worker.postMessage(message, transfer as Transferable[]),
    stop: () => {
      worker.terminate();
      // Had it not come so far as to hold its lock, nothing tells of its end. While it loads it is gone at once, unless it computes.
      if (!locked) died(undefined, true);
    },
  };
}
