/** How many machines carry so many jobs a second, found by simulating them. */
import { type JobsModel, type JobsOutcome, meanOf, simulateJobs } from "./simulate-jobs.ts";

export interface Machines {
  machines: number;
  /** What was simulated of them: all, or a part as large as {@link MOST}, from which the rest follows. */
  outcome: JobsOutcome;
}

/** More machines than these behave as several such groups do; it is they that are simulated. */
export const MOST = 64;

/**
 * As few as keep up, and let 99 of 100 jobs wait no longer than so many seconds.
 *
 * @param model of one machine: its places are the jobs that it does at once
 * @param perSecond jobs that come at random moments
 * @param within at least what the network takes to the engine and from there to a machine
 */
export function machinesFor(
  model: Omit<JobsModel, "jobs" | "arrivals" | "workers">,
  perSecond: number,
  within: number,
): Machines {
  const each = (model.places ?? 1) / meanOf(model.service);
  const groups = Math.max(1, perSecond / each / MOST);
  const rate = perSecond / groups;
  // Those that work all the time never come to an end of what waits.
  const least = Math.floor(rate / each) + 1;
  /** Jobs in which queues have the time to form. */
  const settling = Math.ceil(Math.max(10_000, 100 * rate * meanOf(model.service)));
  const tried = new Map<number, JobsOutcome>();
  const isEnough = (machines: number): boolean => {
    const outcome = simulateJobs({
      ...model,
      workers: machines,
      arrivals: { perSecond: rate },
      jobs: 2 * settling,
      warmUp: settling,
    });
    tried.set(machines, outcome);
    return outcome.waiting.p99 <= within;
  };
  let tooFew = least - 1;
  let enough = least;
  while (!isEnough(enough)) {
    if (enough > 100 * least)
      throw new RangeError(`Cannot find how many machines it takes: ${enough} let jobs wait for more than ${within} s`);
    tooFew = enough;
    enough = least + 2 * (enough - least) + 1;
  }
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return { machines: Math.ceil(enough * groups), outcome: tried.get(enough)! };
}
