/** The CPU that a measured process and its children have used, told by each of them. */
import process from "node:process";
import type { Executor } from "../pool/tasks.ts";
import type { Measurement } from "../results/record.ts";

interface Used {
  processId: number;
  /** User + system of that process, with all its threads, since it began. */
  seconds: number;
}

/** The name of the task by which a worker tells what its process has used; every bench worker has it. */
export const TELL_CPU = "tell cpu";

/** Takes a moment, so that calls made together are not all answered by one worker. */
export async function tellCpu(): Promise<Used> {
  await new Promise((resolve) => setTimeout(resolve, 2));
  return usedHere();
}

/** What this process has used until now. */
export function usedHere(): Used {
  const { user, system } = process.cpuUsage();
  return { processId: process.pid, seconds: (user + system) / 1e6 };
}

/**
 * What this process has used and, where workers are processes, what each of them has.
 *
 * @param workers how many took part
 */
export async function cpuSeconds(
  executor: Executor<object>,
  workers: number,
  workersAreProcesses: boolean,
): Promise<Pick<Measurement, "cpuSeconds" | "cpuSecondsReason">> {
  const used = new Map<number, number>();
  if (workersAreProcesses) {
    const teller = executor as Executor<{ [TELL_CPU]: typeof tellCpu }>;
    for (let tries = 0; used.size < workers && tries < MOST_TRIES; tries++) {
      const told = await Promise.all(Array.from({ length: workers }, () => teller.submit(TELL_CPU, [])));
      for (const { processId, seconds } of told) used.set(processId, seconds);
    }
    if (used.size < workers) {
      return { cpuSeconds: null, cpuSecondsReason: `${used.size} of ${workers} processes told what they used` };
    }
  }
  const here = usedHere();
  used.set(here.processId, here.seconds);
  return { cpuSeconds: [...used.values()].reduce((sum, seconds) => sum + seconds, 0), cpuSecondsReason: null };
}

const MOST_TRIES = 10;
