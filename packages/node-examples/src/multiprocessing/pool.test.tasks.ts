/** The tasks of `pool.test.ts`: one that works, and three that go wrong. */
import process from "node:process";

export const double = (n: number): number => 2 * n;

export function fail(): never {
  throw new RangeError("out of range");
}

/** Ends the worker in the middle of a call. */
export function die(): never {
  process.exit(3);
}

/** Computes for ever, and heeds no signal. */
export function endless(): never {
  for (;;);
}
