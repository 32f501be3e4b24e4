/** The lines a run writes to stderr besides its progress. */
import type { Plan } from "@triathlon/core/results/plan";
import { describeUnavailable } from "../plan/describe.ts";
import { describeOwner, type LockOwner } from "./machine-lock.ts";

/** What an interrupted run says. */
export const resumeText = (folder: string): string => `Interrupted: \`pnpm bench resume ${folder}\` continues it`;

const line = (text: string): void => void process.stderr.write(`${text}\n`);

export const say = {
  waiting: (owner: LockOwner): void => line(`Waiting: ${describeOwner(owner)}`),
  runFolder: (folder: string): void => line(`Run: ${folder}`),
  interrupted: (folder: string): void => line(resumeText(folder)),
  unavailable: (unavailable: Plan["unavailable"][number]): void => line(describeUnavailable(unavailable)),
};
