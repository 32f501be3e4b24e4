/** Which pairs of work and a neighbour's noise differ from work alone. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { InterferenceRow } from "@triathlon/core/results/experiment-report";

/** Less matters to nobody. */
const MATTERS = 0.02;

/** Whether a slow-down is none that chance makes of 1: its whole interval lies beyond 1, by enough to matter. */
export const isDisturbed = ({ interval }: Estimate): boolean =>
  interval !== null && (interval.low > 1 + MATTERS || interval.high < 1 / (1 + MATTERS));

/**
 * How many of the pairs that were measured differ, and how many would lie on one side of 1 by chance alone, if nothing disturbed anything;
 * null where there are too few blocks to tell.
 */
export function disturbedPairs(
  rows: readonly InterferenceRow[],
): { tried: number; differ: number; byChance: number } | null {
  const intervals = rows.flatMap(({ slowDown: { interval } }) => interval ?? []);
  if (intervals.length === 0) return null;
  return {
    tried: intervals.length,
    differ: rows.filter(({ slowDown }) => isDisturbed(slowDown)).length,
    byChance: Math.round(intervals.reduce((sum, { coverage }) => sum + 1 - coverage, 0)),
  };
}
