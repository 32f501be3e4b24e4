/**
 * Tiers in place of ranks: who cannot be told apart stands in one tier.
 *
 * Ranks would put an order on what is a tie. The idea is that of H.-P. Piepho, *An Algorithm for a Letter-Based
 * Representation of All-Pairwise Comparisons*, Journal of Computational and Graphical Statistics 13 (2004), in its
 * strictest form: no tier overlaps another.
 *
 * Cuts the ranking wherever every one before the cut is faster than every one behind it.
 *
 * @param ranked fastest first
 */
export function tiersOf<Item>(ranked: readonly Item[], isFaster: (one: Item, other: Item) => boolean): Item[][] {
  const tiers: Item[][] = [];
  let tier: Item[] = [];
  ranked.forEach((item, index) => {
    tier.push(item);
    const before = ranked.slice(0, index + 1);
    const behind = ranked.slice(index + 1);
    if (before.every((one) => behind.every((other) => isFaster(one, other)))) {
      tiers.push(tier);
      tier = [];
    }
  });
  return tiers;
}
