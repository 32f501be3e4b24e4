/**
 * The smallest value that at least this share of all values does not exceed: one of the values itself, never something between two
 * (the inverse of the empirical distribution; type 1 of Hyndman and Fan, *Sample Quantiles in Statistical Packages*, 1996).
 *
 * @param sorted from the smallest to the largest
 * @param share 0 to 1; 0 gives the smallest
 * @throws {RangeError} when there are no values
 */
export function quantile(sorted: readonly number[], share: number): number {
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found !== undefined) return found;
  throw new RangeError("Cannot take a quantile: wanted at least one value, found none");
}
