/**
 * A pool of web workers.
 *
 *     await using pool = new ThreadPool<typeof import("./tasks.ts")>(
 *       () => new Worker(new URL("./tasks.worker.ts", import.meta.url), { type: "module" }),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * Needs `--allow-read` for the worker's modules. `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`.
 *
 * Deno cannot stop a thread that computes: `terminate()` returns, the thread runs on. Such a worker is replaced and counted in
 * `abandoned`, and while it runs the program does not end by itself. Where a task may run away, use a process. Nor can an idle
 * thread let the program end: `keepAlive: false` has no effect.
 */
import { refuseLost, type ServeOptions, serveTasks } from "@triathlon/core/pool/serve";
import { after } from "@triathlon/core/pool/tasks";
import { type Link, type LinkEvents, WorkerPool, type WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";

export * from "@triathlon/core/pool/errors";
export * from "@triathlon/core/pool/worker-errors";

/** What crosses to a thread whole, or throws by itself. */
const THREADS_CARRY =
  "DOMException SharedArrayBuffer WebAssembly.Module WebAssembly.Memory Blob File CryptoKey MessagePort ReadableStream WritableStream TransformStream";
const CARRIED_BY_THREADS = THREADS_CARRY.split(" ");

/** Deno has Web Locks, its types have not. */
const { locks } = navigator as unknown as {
  locks: { request(name: string, granted: () => unknown): Promise<unknown> };
};

export class ThreadPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createWorker starts one worker; called whenever the pool needs another */
  constructor(createWorker: () => Worker, options?: WorkerPoolOptions) {
    super((events) => link(createWorker(), events), options);
  }
}

function link(worker: Worker, events: LinkEvents): Link {
  let [dead, locked] = [false, false];
  const died = (error?: unknown, assumed = false): void => {
    if (dead) return;
    dead = true;
    worker.terminate(); // a worker that has ended keeps the program alive until it is terminated
    events.died({ exitCode: null, signal: null, error }, assumed);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const { lock } = Object(data) as { lock?: string };
    if (!lock) return events.message(data);
    // There is no event for a worker's end. But it holds a lock for as long as it lives, which then comes to us.
    locked = true;
    // What tells of a worker's end, this or an error, may be here before what it said last.
    locks.request(lock, () => after(0, died)).catch((error: unknown) => died(error));
  });
  worker.addEventListener("messageerror", () => died(new Error("a message could not be read")));
  worker.addEventListener("error", (event) => {
    event.preventDefault(); // or the error ends this program too
    events.hungUp(event.message); // no call more
    after(0, () => died(new Error(event.message)));
  });
  return {
    post: (message, transfer) => {
      refuseLost(message, CARRIED_BY_THREADS);
      worker.postMessage(message, transfer as Transferable[]);
    },
    stop: () => {
      worker.terminate();
      // Had it not come so far as to hold its lock, nothing tells of its end. While it loads it is gone at once, unless it computes.
      if (!locked) died(undefined, true);
    },
  };
}

const scope = self as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
};

/** Runs these tasks for the pool that started this worker. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const id = crypto.randomUUID().slice(-12);
  // Held until this worker ends, however it ends: the pool waits for it in line.
  void locks.request(`worker-${id}`, () => {
    scope.postMessage({ lock: `worker-${id}` });
    const receive = serveTasks(tasks, options, {
      name: `${Deno.pid}/${id}`,
      post: (message, transfer) => {
        refuseLost(message, CARRIED_BY_THREADS);
        scope.postMessage(message, transfer as Transferable[]);
      },
      leave: () => {
        dispatchEvent(new Event("unload")); // close() does not
        scope.close();
      },
    });
    scope.addEventListener("message", ({ data }) => receive(data));
    return new Promise(() => {});
  });
}
