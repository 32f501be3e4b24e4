/**
 * A quantile of a sample, between two of its values where it falls between them.
 *
 * Source: R. J. Hyndman and Y. Fan, *Sample Quantiles in Statistical Packages*, The American Statistician 50 (1996), type 7:
 * what R and NumPy give unless asked for another.
 *
 * @param share from 0, the smallest value, to 1, the largest
 * @throws {RangeError} when there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("Cannot take a quantile: wanted at least one value, found none");
  return quantileOfSorted(
    [...values].sort((a, b) => a - b),
    share,
  );
}

/** The same of values that are in order, the smallest first; at least one. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const lower = sorted[below]!;
  return lower + (place - below) * ((sorted[below + 1] ?? lower) - lower);
}
