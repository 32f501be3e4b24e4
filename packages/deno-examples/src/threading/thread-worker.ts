/**
 * The worker's side of a thread pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./thread-worker.ts";
 *     serve(tasks);
 */
import type { ToWorker } from "@triathlon/core/executor/wire";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

const scope = self as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
};

/** Deno has Web Locks, its types have not. */
const { locks } = navigator as unknown as {
  locks: { request(name: string, held: () => Promise<never>): Promise<never> };
};

/** Runs these tasks for the pool that started this worker. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const id = crypto.randomUUID().slice(-12);
  // Held until this worker ends, however it ends: the pool waits for it in line.
  void locks.request(`worker-${id}`, () => {
    scope.postMessage({ lock: `worker-${id}` });
    const { receive, farewell } = workerSide(tasks, options, {
      name: `${Deno.pid}/${id}`,
      post: (message, transfer) => scope.postMessage(message, transfer as Transferable[]),
      leave: () => scope.close(),
    });
    scope.addEventListener("message", ({ data }) => receive(data));
    addEventListener("unload", farewell);
    return new Promise(() => {});
  });
}
