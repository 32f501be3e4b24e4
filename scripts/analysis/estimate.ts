/** What a set of executions says of one quantity: its median, how sure that is, and if it is not, why. */
import { type Estimate, estimate, interval } from "@triathlon/core/results/estimate";
import { median } from "@triathlon/core/statistics/median";
import { medianInterval } from "@triathlon/core/statistics/median-interval";

export { type Estimate, estimate, interval };

/** The estimate from one value per execution. `nothing` is the reason to give where there are none. */
export function estimateOf(values: readonly number[], nothing = NOT_MEASURED): Estimate {
  if (values.length === 0) return { n: 0, median: null, interval: null, reason: nothing };
  const interval = medianInterval(values);
  return { n: values.length, median: median(values), interval, reason: interval === null ? TOO_FEW : null };
}

export const NOT_MEASURED = "not measured in this run";
export const TOO_FEW = "too few executions for an interval: indicative only";
