/** What the blocks say of one quantity. */
import { estimateOf, NOT_MEASURED } from "../../analysis/estimate.ts";
import { estimateText, medianText, type Scale } from "../../analysis/numbers.ts";
import { pairedRatios, type ByBlock } from "../../analysis/paired-ratio.ts";
import type { BlockEstimate } from "./pools-report.ts";

/** From one value a block. */
export function blockEstimateOf(values: readonly number[]): BlockEstimate {
  const range = values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
  return { ...estimateOf(values, NOT_MEASURED), range };
}

/** From the ratios of blocks that have both. */
export const ratioEstimate = (dividend: ByBlock, divisor: ByBlock): BlockEstimate =>
  blockEstimateOf(pairedRatios(dividend, divisor));

/** The interval where there is one, else the range of the blocks. */
export const spreadOf = ({ interval, range }: BlockEstimate): { low: number; high: number } | null => interval ?? range;

/** `1.54 µs [1.40–1.71]`; the median alone where there was one block. */
export function blockText(estimate: BlockEstimate, scale: (typical: number) => Scale): string {
  const middle = medianText(estimate, scale);
  if (middle === null) return "–";
  const spread = spreadOf(estimate);
  if (spread === null || estimate.n < 2) return middle;
  return estimateText({ ...estimate, interval: { ...spread, coverage: 1 } }, scale)!;
}
