/** The tasks of `forgotten-close.ts`: what a worker can be asked to do. */
import "@triathlon/core/abilities/stream"; // lets a task emit
import type { TaskContext } from "@triathlon/core/pool/tasks";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

/** Waits three units, and holds its process meanwhile. It says when it begins and ends. */
export async function ioBound(this: TaskContext, parameter: string): Promise<void> {
  const pid = process.pid;
  await this.emit(`called with argument ${parameter} using pid ${pid}`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * UNIT);
  await this.emit(`argument ${parameter} using pid ${pid} ended`);
}
