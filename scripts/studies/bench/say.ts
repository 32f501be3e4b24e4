/** The lines a run writes to stderr besides its progress. */
import type { Plan } from "@triathlon/core/results/plan";
import { printable } from "../../printable.ts";
import { foreignNames } from "./foreign-names.ts";
import { describeLeftOut, describeUnavailable } from "./describe.ts";
import { describeOwner, type LockOwner } from "../../study/machine-lock.ts";

/** What an interrupted run says. */
export function resumeText({ folder, plan }: Interrupted): string {
  const trust = foreignNames(plan).length === 0 ? "" : " --trust-plan"; // whoever began it knows what it names
  return `Interrupted: \`pnpm bench resume ${folder}${trust}\` continues it`;
}

interface Interrupted {
  folder: string;
  plan: Plan;
}

const line = (text: string): void => void process.stderr.write(`${printable(text)}\n`);

export const say = {
  waiting: (owner: LockOwner): void => line(`Waiting: ${describeOwner(owner)}`),
  runFolder: (folder: string): void => line(`Run: ${folder}`),
  interrupted: (run: Interrupted): void => line(resumeText(run)),
  leftOut: (plan: Plan): void => describeLeftOut(plan).forEach(line),
  unavailable: (unavailable: Plan["unavailable"][number]): void => line(describeUnavailable(unavailable)),
};
