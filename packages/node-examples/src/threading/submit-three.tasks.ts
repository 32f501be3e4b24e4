/** The tasks of `submit-three.ts`: what a worker can be asked to do. */
import "@triathlon/core/abilities/stream"; // lets a task emit
import type { TaskContext } from "@triathlon/core/pool/tasks";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

/** Waits three units, and holds its thread meanwhile, as a blocking library does. It says when it begins and ends. */
export async function ioBound(this: TaskContext, parameter: string): Promise<string> {
  await this.emit(`called with argument ${parameter}`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * UNIT);
  await this.emit(`argument ${parameter} ended`);
  return parameter;
}

/** Has a bug. */
export function broken(): never {
  throw new RangeError("this task has a bug");
}
