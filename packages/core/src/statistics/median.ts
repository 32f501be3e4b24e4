import { selectRank } from "./select-rank.ts";

/**
 * The middle value, or the mean of the two in the middle.
 *
 * @throws {RangeError} when there are no values
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take a median: wanted at least one value, found none");
  const own = [...values];
  const half = Math.floor(own.length / 2);
  const upper = selectRank(own, half);
  if (own.length % 2 === 1) return upper;
  const lower = own.slice(0, half).reduce((most, value) => Math.max(most, value));
  return (lower + upper) / 2;
}
