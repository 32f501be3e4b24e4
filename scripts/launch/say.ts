/** The lines a run writes to stderr besides its progress. */
import type { Plan } from "@triathlon/core/results/plan";
import { describeUnavailable } from "../plan/describe.ts";
import { describeOwner, type LockOwner } from "./machine-lock.ts";

const line = (text: string): void => void process.stderr.write(`${text}\n`);

export const say = {
  waiting: (owner: LockOwner): void => line(`Waiting: ${describeOwner(owner)}`),
  runFolder: (folder: string): void => line(`Run: ${folder}`),
  unavailable: (unavailable: Plan["unavailable"][number]): void => line(describeUnavailable(unavailable)),
};
