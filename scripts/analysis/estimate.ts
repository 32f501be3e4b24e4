/** What a set of executions says of one quantity: its median, how sure that is, and if it is not, why. */
import { type Estimate, estimate, interval } from "@triathlon/core/results/estimate";
import { median } from "@triathlon/core/statistics/median";
import { CONFIDENCE, medianInterval } from "@triathlon/core/statistics/median-interval";
import { hodgesLehmann, signedRankInterval } from "@triathlon/core/statistics/signed-rank";

export { type Estimate, estimate, interval };

/** The estimate from one value per execution. `nothing` is the reason to give where there are none. */
export function estimateOf(values: readonly number[], nothing = NOT_MEASURED): Estimate {
  if (values.length === 0) return { n: 0, median: null, interval: null, reason: nothing };
  const interval = medianInterval(values);
  return { n: values.length, median: median(values), interval, reason: interval === null ? TOO_FEW : null };
}

export const NOT_MEASURED = "not measured in this run";
export const TOO_FEW = "too few executions for an interval: indicative only";

/**
 * What the ratios within blocks say together: the Hodges–Lehmann estimate of their logarithms, and the interval of the exact signed-rank
 * test. In logarithms twice as fast and half as fast are equally far from 1.
 *
 * @param ratios above 0, one a block
 * @param nothing the reason to give where there are none
 */
export function ratioEstimate(ratios: readonly number[], nothing = NOT_MEASURED): Estimate {
  if (ratios.length === 0) return estimateOf([], nothing);
  const logarithms = ratios.map(Math.log);
  return shiftEstimate(ratios.length, hodgesLehmann(logarithms), signedRankInterval(logarithms, CONFIDENCE));
}

/** From a middle of logarithms and its interval to the ratio that they are of. */
export function shiftEstimate(n: number, middle: number, interval: Estimate["interval"]): Estimate {
  return {
    n,
    median: Math.exp(middle),
    interval: interval && { ...interval, low: Math.exp(interval.low), high: Math.exp(interval.high) },
    reason: interval === null ? TOO_FEW : null,
  };
}
