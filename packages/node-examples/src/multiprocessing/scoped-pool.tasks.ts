/** The tasks of `scoped-pool.ts`: what a worker can be asked to do. */
import "@triathlon/core/abilities/stream"; // lets a task emit
import type { TaskContext } from "@triathlon/core/pool/tasks";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

/** Waits three units, and holds its process meanwhile. It says when it begins and ends. */
export async function ioBound(this: TaskContext, parameter1: string, parameter2: string): Promise<void> {
  await this.emit(`called with arguments ${parameter1} and ${parameter2}`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * UNIT);
  await this.emit(`arguments ${parameter1} and ${parameter2} ended`);
}
