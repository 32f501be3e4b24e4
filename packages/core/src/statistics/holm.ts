/**
 * p-values of one family, adjusted so that the chance of even one false alarm among them stays below the level.
 *
 * The smallest is multiplied by the size of the family, the next by one less, and so on; none may come out smaller than one
 * before it. It holds whatever the comparisons have to do with each other.
 *
 * Source: S. Holm, *A Simple Sequentially Rejective Multiple Test Procedure*, Scandinavian Journal of Statistics 6 (1979).
 *
 * @param size of the family as it was declared, at least the number of values: what could not be tested counts too
 * @returns in the order given
 */
export function holm(values: readonly number[], size = values.length): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const adjusted: number[] = [];
  let largest = 0;
  order.forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, values[index]! * (size - place)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** So many pairs a family of this size needs: with fewer not even the clearest difference reaches the level after `holm`. */
export const leastPairs = (size: number): number => Math.ceil(1 + Math.log2(size / LEVEL));

/** Of false alarms in a family. */
export const LEVEL = 0.05;
