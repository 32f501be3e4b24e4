/** The tasks of `pool.test.ts`: one that works, and three that go wrong. */
import process from "node:process";
import type { TaskContext } from "@triathlon/core/pool/tasks";

export const double = (n: number): number => 2 * n;

export function fail(): never {
  throw new RangeError("out of range");
}

/** Ends the worker in the middle of a call. */
export function die(): never {
  process.exit(3);
}

/** Ends only when its signal is aborted. */
export function endless(this: TaskContext): Promise<never> {
  return new Promise((_, reject) => {
    this.signal.addEventListener("abort", () => reject(this.signal.reason));
  });
}
