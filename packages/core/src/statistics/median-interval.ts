/**
 * A confidence interval of the median from order statistics: two of the samples themselves, chosen by rank.
 *
 * Whether a sample lies below the population's median is a fair coin, so the interval from the k-th smallest to the k-th
 * largest of n samples covers the median with probability 1 − 2·P(B ≤ k − 1), B binomial (n, ½). This assumes nothing about
 * the distribution but independence, and one wild sample cannot stretch it without limit, as it does one around a mean.
 * What it costs: fewer than six samples give no 95 % interval at all.
 *
 * Source: H. A. David and H. N. Nagaraja, *Order Statistics*, 3rd edition, section 7.1; J.-Y. Le Boudec, *Performance
 * Evaluation of Computer and Communication Systems*, theorem 2.1.
 */

/** Chance that the interval covers the median, at least. */
export const CONFIDENCE = 0.95;

/** Both ends are samples. `coverage` is the exact chance, at least {@link CONFIDENCE}. */
export interface Interval {
  low: number;
  high: number;
  coverage: number;
}

/** The narrowest symmetric pair of order statistics that covers the median with at least 95 %; null below six values. */
export function medianInterval(values: readonly number[]): Interval | null {
  const rank = intervalRank(values.length);
  if (rank === null) return null;
  const sorted = Float64Array.from(values).sort(); // by size, as typed arrays do
  return { low: sorted[rank.rank - 1]!, high: sorted[sorted.length - rank.rank]!, coverage: rank.coverage };
}

/** The rank k, from 1, of the lower end among n values, and what the pair covers; null where no pair covers enough. */
export function intervalRank(n: number): { rank: number; coverage: number } | null {
  let best: { rank: number; coverage: number } | null = null;
  // Of exactly k − 1 values below the median. Of very many values by its logarithm: 2⁻ⁿ is too small for a number.
  const isSmall = n > 1000;
  let chance = isSmall ? -n * Math.LN2 : 0.5 ** n;
  let below = 0; // of at most k − 1
  for (let rank = 1; rank <= n / 2; rank++) {
    below += isSmall ? Math.exp(chance) : chance;
    const coverage = 1 - 2 * below;
    if (coverage < CONFIDENCE) break;
    best = { rank, coverage };
    const more = (n - rank + 1) / rank;
    chance = isSmall ? chance + Math.log(more) : chance * more;
  }
  return best;
}
