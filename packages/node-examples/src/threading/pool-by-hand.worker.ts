/** The workers of `pool-by-hand.ts`: the sum of the numbers up to one; a large one takes a second, and a negative one fails. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", (limit: number) => {
  if (limit < 0) throw new RangeError("wanted a number from 0 on");
  if (limit > 1_000_000) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  parentPort!.postMessage((limit * (limit + 1)) / 2);
});
