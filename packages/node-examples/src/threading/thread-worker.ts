/**
 * The worker's side of a thread pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./thread-worker.ts";
 *     serve(tasks);
 */
import { type MessagePort, parentPort, receiveMessageOnPort, threadId } from "node:worker_threads";
import type { ToWorker } from "@triathlon/core/executor/wire";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";

/** Milliseconds that an idle worker waits for the next message without its event loop, and that it keeps from it at most. */
const WAIT = 1;
const AWAY = 5;

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
  const { receive, idle, farewell } = workerSide(tasks, options, {
    name: `${process.pid}/${threadId}`,
    post: (message, transfer) => port.postMessage(message, transfer as []),
    leave: () => process.exit(), // ends this thread only
  });
  let bell: Int32Array<SharedArrayBuffer> | undefined;
  /** It was away for long: first its event loop gets a turn. */
  let resting = false;
  port.on("message", (message: ToWorker | { bell: Int32Array<SharedArrayBuffer> }) => {
    if ("bell" in message) bell = message.bell;
    else receive(message);
    if (bell && !resting) receiveMore(port, bell);
  });
  process.on("exit", farewell);

  /** Waking a thread that waits on shared memory is quicker than waking its event loop, where calls follow each other closely. */
  function receiveMore(from: MessagePort, rung: Int32Array<SharedArrayBuffer>): void {
    const until = performance.now() + AWAY;
    while (idle() && performance.now() < until) {
      const rings = Atomics.load(rung, 0);
      const next = receiveMessageOnPort(from);
      if (next) receive(next.message);
      else if (Atomics.wait(rung, 0, rings, WAIT) === "timed-out") return;
    }
    resting = true;
    setImmediate(() => (resting = false));
  }
}
