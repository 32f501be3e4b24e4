/** What the ratios within blocks say together. */
import { type Estimate, NOT_MEASURED, TOO_FEW } from "./estimate.ts";
import { CONFIDENCE } from "@triathlon/core/statistics/median-interval";
import { hodgesLehmann, signedRankInterval } from "@triathlon/core/statistics/signed-rank";

/**
 * The Hodges–Lehmann estimate of the logarithms of the ratios, and the interval of the exact signed-rank test. In logarithms twice
 * as fast and half as fast are equally far from 1.
 *
 * @param ratios above 0, one a block
 * @param nothing the reason to give where there are none
 */
export function ratioEstimate(ratios: readonly number[], nothing = NOT_MEASURED): Estimate {
  if (ratios.length === 0) return { n: 0, median: null, interval: null, reason: nothing };
  const logarithms = ratios.map(Math.log);
  const interval = signedRankInterval(logarithms, CONFIDENCE);
  return {
    n: ratios.length,
    median: Math.exp(hodgesLehmann(logarithms)),
    interval: interval && { ...interval, low: Math.exp(interval.low), high: Math.exp(interval.high) },
    reason: interval === null ? TOO_FEW : null,
  };
}
