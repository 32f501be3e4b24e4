/**
 * The worker's half: receives calls, runs tasks, replies. A runtime's own `serve` gives it a way to post and a way to
 * leave, and hands it every message; it knows nothing of threads or processes.
 */
import { UnknownTask } from "./errors.ts";
import type { Transferables } from "./executor.ts";
import { CallContext, invoke } from "./invoke.ts";
import { type Failure, type FromWorker, type PackedError, packError, type ToWorker } from "./wire.ts";

export interface Port {
  /** Sends to the pool. Throws, and sends nothing, when the message cannot be cloned. */
  post(message: FromWorker, transfer?: Transferables): void;
  /** Ends this worker. Messages posted before still arrive. */
  leave(): void;
}

/** @returns what to do with each message of the pool */
export function workerSide(tasks: object, port: Port): (message: ToWorker) => void {
  const running = new Map<number, CallContext>();

  async function run(id: number, task: string, args: readonly unknown[], context: CallContext): Promise<void> {
    running.set(id, context);
    try {
      const value = await invoke(tasks, task, args, context);
      reply(id, value, context.transferred);
    } catch (error) {
      if (error instanceof UnknownTask) fail(id, { kind: "unknown task", known: error.known });
      else fail(id, { kind: "threw", error: packError(error) });
    } finally {
      running.delete(id);
    }
  }

  function reply(id: number, value: unknown, transfer: Transferables): void {
    try {
      port.post({ type: "done", id, value }, transfer);
    } catch (error) {
      fail(id, { kind: "result not cloneable", error: packError(error) });
    }
  }

  function fail(id: number, failure: Failure): void {
    try {
      port.post({ type: "failed", id, failure });
    } catch {
      // A field of the error can be cloned between threads, but not sent to another process.
      const error: PackedError = { kind: "value", value: "an error that cannot be sent" };
      port.post({ type: "failed", id, failure: { kind: "threw", error } });
    }
  }

  return (message) => {
    if (message.type === "call") {
      const dueAt = performance.now() + (message.timeLeft ?? Infinity);
      const context = new CallContext(() => Math.max(0, dueAt - performance.now()));
      void run(message.id, message.task, message.args, context);
    } else if (message.type === "cancel") {
      running.get(message.id)?.abort(message.reason);
    } else {
      port.leave();
    }
  };
}

/** What a worker says first: that its tasks are loaded, and who it is. */
export function ready(worker: string): FromWorker {
  return { type: "ready", worker, probe: new Map([["clones", 1]]) };
}
