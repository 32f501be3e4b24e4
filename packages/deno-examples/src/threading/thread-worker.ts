/**
 * The worker's side of a thread pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./thread-worker.ts";
 *     serve(tasks);
 */
import type { ToWorker } from "@triathlon/core/executor/wire";
import { ready, workerSide } from "@triathlon/core/executor/worker-side";

const scope = self as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
};

/** Runs these tasks for the pool that started this worker. */
export function serve(tasks: object): void {
  const { receive, farewell } = workerSide(tasks, {
    post: (message, transfer) => scope.postMessage(message, transfer as Transferable[]),
    leave: () => scope.close(),
  });
  scope.addEventListener("message", ({ data }) => receive(data));
  addEventListener("unload", farewell);
  // Held until this worker ends, however it ends: the pool waits for it in line.
  const lock = `worker-${crypto.randomUUID()}`;
  void navigator.locks.request(lock, () => {
    scope.postMessage({ ...ready(`${Deno.pid}/${lock.slice(-12)}`), lock });
    return new Promise(() => {});
  });
}
