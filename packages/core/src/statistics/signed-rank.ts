/**
 * The exact signed-rank test, and its interval: is the middle of paired differences zero, and where may it lie?
 *
 * If the two sides of a pair are exchangeable, each rank of the absolute differences is as likely to belong to a positive
 * difference as to a negative one. So the sum of the positive ranks has a distribution that can be counted, for any number of
 * pairs and whatever the differences look like. What it costs: fewer than six pairs can never reach p < 0.05.
 *
 * Sources: F. Wilcoxon, *Individual Comparisons by Ranking Methods*, Biometrics Bulletin 1 (1945); J. L. Hodges and
 * E. L. Lehmann, *Estimates of Location Based on Rank Tests*, Annals of Mathematical Statistics 34 (1963); M. Hollander,
 * D. A. Wolfe and E. Chicken, *Nonparametric Statistical Methods*, 3rd edition, sections 3.1 to 3.3.
 */
import { normalBelow, normalQuantile } from "./normal.ts";
import { WalshAverages } from "./walsh-averages.ts";

/** With more pairs the sum is as good as normal, and counting takes long. */
const MOST_EXACT = 100;

/** Chances of a sum at most as small and at least as large as the one found, and of one as far from the middle. */
export interface SignedRankTest {
  /** Pairs that differ: those that do not say nothing, and are left out as Wilcoxon did. */
  n: number;
  less: number;
  greater: number;
  twoSided: number;
}

/** Tied differences share the mean of their ranks, and the distribution is that of these ranks. */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  const unequal = differences.filter((difference) => difference !== 0);
  const sizes = unequal.map(Math.abs);
  const isTied = new Set(sizes).size < sizes.length;
  // Shared ranks may be halves: twice the rank is always whole.
  const ranks = isTied ? doubledRanks(sizes) : plainRanks(sizes);
  if (ranks.length > MOST_EXACT) return approximateTest(unequal, ranks);
  const found = unequal.reduce((sum, difference, index) => sum + (difference > 0 ? ranks[index]! : 0), 0);
  const chances = isTied ? chancesOfSums(ranks) : chancesWithoutTies(unequal.length);
  const less = sumOf(chances.slice(0, found + 1));
  const greater = sumOf(chances.slice(found));
  return { n: unequal.length, less, greater, twoSided: Math.min(1, 2 * Math.min(less, greater)) };
}

/** Both ends are Walsh averages. `coverage` is the exact chance that the interval holds the middle. */
export interface SignedRankInterval {
  low: number;
  high: number;
  coverage: number;
}

/** All middles that the test at 1 − `confidence` does not reject; null where there are too few pairs for that confidence. */
export function signedRankInterval(differences: readonly number[], confidence: number): SignedRankInterval | null {
  const rank = intervalRank(differences.length, confidence);
  if (rank === null) return null;
  const averages = new WalshAverages(differences);
  return { low: averages.at(rank.rank), high: averages.at(averages.count + 1 - rank.rank), coverage: rank.coverage };
}

/** The median of all means of two differences, each with itself too: where the test sees the middle. */
export function hodgesLehmann(differences: readonly number[]): number {
  if (differences.length === 0) throw new RangeError("Cannot estimate: wanted at least one difference, found none");
  const averages = new WalshAverages(differences);
  const upper = Math.floor(averages.count / 2) + 1;
  return averages.count % 2 === 1 ? averages.at(upper) : (averages.at(upper - 1) + averages.at(upper)) / 2;
}

/** Which Walsh average, from 1 at either end, bounds the interval, and what the pair of them covers. */
function intervalRank(n: number, confidence: number): { rank: number; coverage: number } | null {
  if (n > MOST_EXACT) return approximateRank(n, confidence);
  const chances = chancesWithoutTies(n);
  let best: { rank: number; coverage: number } | null = null;
  let below = 0;
  for (let rank = 1; rank <= chances.length / 2; rank++) {
    below += chances[rank - 1]!;
    const coverage = 1 - 2 * below;
    if (coverage < confidence) break;
    best = { rank, coverage };
  }
  return best;
}

/** @param ranks of the absolute differences, or twice them */
function approximateTest(unequal: readonly number[], ranks: readonly number[]): SignedRankTest {
  const found = unequal.reduce((sum, difference, index) => sum + (difference > 0 ? ranks[index]! : 0), 0);
  const spread = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
  const z = (found - sumOf(ranks) / 2) / spread;
  const [less, greater] = [normalBelow(z), normalBelow(-z)];
  return { n: unequal.length, less, greater, twoSided: Math.min(1, 2 * Math.min(less, greater)) };
}

function approximateRank(n: number, confidence: number): { rank: number; coverage: number } {
  const [middle, spread] = [(n * (n + 1)) / 4, Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)];
  return { rank: Math.floor(middle + normalQuantile((1 - confidence) / 2) * spread), coverage: confidence };
}

function plainRanks(values: readonly number[]): number[] {
  const ranks: number[] = [];
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  order.forEach((index, place) => (ranks[index] = place + 1));
  return ranks;
}

/** Twice the rank of each value, from the smallest; equal values share the mean of their ranks, which may be a half. */
export function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks: number[] = [];
  for (let first = 0, end = 0; first < order.length; first = end) {
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let place = first; place < end; place++) ranks[order[place]!] = first + 1 + end;
  }
  return ranks;
}

const withoutTies = new Map<number, readonly number[]>();

/** {@link chancesOfSums} of the ranks 1 to n, worked out once. */
function chancesWithoutTies(n: number): readonly number[] {
  let chances = withoutTies.get(n);
  if (chances === undefined) {
    chances = chancesOfSums(Array.from({ length: n }, (_, index) => index + 1));
    withoutTies.set(n, chances);
  }
  return chances;
}

/** The chance of each sum from 0 on, when every rank is in it or not by the toss of a coin. */
function chancesOfSums(ranks: readonly number[]): number[] {
  const chances: number[] = Array.from({ length: sumOf(ranks) + 1 }, (_, sum) => (sum === 0 ? 1 : 0));
  let top = 0;
  for (const rank of ranks) {
    top += rank;
    for (let sum = top; sum >= 0; sum--) chances[sum] = (chances[sum]! + (chances[sum - rank] ?? 0)) / 2;
  }
  return chances;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
