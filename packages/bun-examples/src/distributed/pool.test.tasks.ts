/** The tasks of `pool.test.ts`: one that works, and two that go wrong. */
import process from "node:process";

export const double = (n: number): number => 2 * n;

export function fail(): never {
  throw new RangeError("out of range");
}

/** Ends its thread in the middle of a job. */
export function die(): never {
  process.exit(3);
}
