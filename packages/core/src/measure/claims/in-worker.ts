/** What the workers of the claims do: a thread with each message, a process with its last command-line argument. */
import process from "node:process";
import type { Job } from "./claim.ts";
import { countPrimes, countQueens, sumOfProducts } from "./kernels.ts";

let received: Int32Array | undefined;

/** What a thread answers; nothing while it counts messages. */
export function heed(message: Job | string): number | undefined {
  if (received !== undefined) {
    Atomics.add(received, 0, 1);
    return undefined;
  }
  const job = message as Job; // texts come only to be counted
  if (job.do === "count messages") {
    received = job.received;
    return 0;
  }
  return doJob(job);
}

/** The whole program of a process: it prints its answer. */
export const printJob = (): void => console.log(doJob(JSON.parse(process.argv.at(-1) ?? "")));

/** @throws {TypeError} when it is nothing to compute */
export function doJob(job: Job): number {
  switch (job.do) {
    case "sum": {
      let sum = 0;
      for (let time = 0; time < job.times; time++) sum = sumOfProducts(job.below, job.step);
      return sum;
    }
    case "primes":
      return countPrimes(job.limit);
    case "queens":
      return countQueens(job.size, job.first);
    case "count messages":
      throw new TypeError("Cannot count messages: wanted a thread");
  }
}
