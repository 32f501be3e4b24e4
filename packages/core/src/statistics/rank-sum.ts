/**
 * The rank-sum test of two separate samples, and its interval: how far does one lie above the other?
 *
 * If both came from the same machine in the same state, every way to deal the ranks to the two sides is as likely as any other, so
 * the sum of one side's ranks has a distribution that can be counted. For samples that were not measured side by side: pairs, where
 * there are any, say more (`signed-rank.ts`).
 *
 * Sources: F. Wilcoxon, *Individual Comparisons by Ranking Methods*, Biometrics Bulletin 1 (1945); H. B. Mann and D. R. Whitney, *On
 * a Test of Whether One of Two Random Variables Is Stochastically Larger than the Other*, Annals of Mathematical Statistics 18
 * (1947); M. Hollander, D. A. Wolfe and E. Chicken, *Nonparametric Statistical Methods*, 3rd edition, sections 4.1 to 4.3.
 */
import { normalBelow, normalQuantile } from "./normal.ts";
import { doubledRanks } from "./signed-rank.ts";

/** Chances of a rank sum at most as small and at least as large as the one found, and of one as far from the middle. */
export interface RankSumTest {
  less: number;
  greater: number;
  twoSided: number;
}

/** Up to so many values on each side the distribution is counted; beyond, the normal one stands in, as in R. */
const MOST_COUNTED = 50;

/** Is `one` larger than `other`? Tied values share the mean of their ranks, and the distribution is that of these ranks. */
export function rankSumTest(one: readonly number[], other: readonly number[]): RankSumTest {
  if (one.length === 0 || other.length === 0) return { less: 1, greater: 1, twoSided: 1 };
  const ranks = doubledRanks([...one, ...other]);
  const found = sumOf(ranks.slice(0, one.length));
  const counted = Math.max(one.length, other.length) <= MOST_COUNTED;
  const { less, greater } = counted ? exact(ranks, one.length, found) : approximate(ranks, one.length, found);
  return { less, greater, twoSided: Math.min(1, 2 * Math.min(less, greater)) };
}

/** Both ends are differences of a value of one side and one of the other. `coverage` is exact as long as the test is. */
export interface ShiftInterval {
  low: number;
  high: number;
  coverage: number;
}

/** All shifts of `one` above `other` that the test at 1 − `confidence` does not reject; null where there are too few values. */
export function shiftInterval(
  one: readonly number[],
  other: readonly number[],
  confidence: number,
): ShiftInterval | null {
  const rank = intervalRank(one.length, other.length, confidence);
  if (rank === null) return null;
  const differences = allDifferences(one, other);
  return { low: differences[rank.rank - 1]!, high: differences.at(-rank.rank)!, coverage: rank.coverage };
}

/** The median of all differences between a value of `one` and a value of `other`: the Hodges–Lehmann estimate of the shift. */
export function medianShift(one: readonly number[], other: readonly number[]): number {
  const differences = allDifferences(one, other);
  if (differences.length === 0) throw new RangeError("Cannot estimate: wanted a value on each side, found none");
  const upper = Math.floor(differences.length / 2);
  return differences.length % 2 === 1 ? differences[upper]! : (differences[upper - 1]! + differences[upper]!) / 2;
}

/** The smallest two-sided p that so many values can give: that of two sides which do not overlap. */
export function leastRankSumP(one: number, other: number): number {
  let ways = 1;
  for (let index = 1; index <= one; index++) ways = (ways * (other + index)) / index;
  return Math.min(1, 2 / ways);
}

const counts = new Map<string, Float64Array>();

/** Chance of each sum of `chosen` of the ranks, from 0 on, when each choice of them is as likely as any other. */
function chancesOfSums(ranks: readonly number[], chosen: number): Float64Array {
  const top = sumOf([...ranks].sort((a, b) => b - a).slice(0, chosen));
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(top + 1));
  ways[0]![0] = 1;
  ranks.forEach((rank, index) => {
    for (let taken = Math.min(chosen, index + 1); taken > 0; taken--) {
      const [fewer, own] = [ways[taken - 1]!, ways[taken]!];
      for (let sum = top; sum >= rank; sum--) own[sum]! += fewer[sum - rank]!;
    }
  });
  const all = sumOf(ways[chosen]!);
  return ways[chosen]!.map((way) => way / all);
}

/** {@link chancesOfSums}; those without ties depend on the numbers of values alone, and are worked out once. */
function chances(ranks: readonly number[], chosen: number): Float64Array {
  if (new Set(ranks).size < ranks.length) return chancesOfSums(ranks, chosen);
  const key = `${chosen}/${ranks.length}`;
  const known = counts.get(key) ?? chancesOfSums(ranks, chosen);
  counts.set(key, known);
  return known;
}

function exact(ranks: readonly number[], chosen: number, found: number): { less: number; greater: number } {
  const each = chances(ranks, chosen);
  return { less: Math.min(1, sumOf(each.slice(0, found + 1))), greater: Math.min(1, sumOf(each.slice(found))) };
}

/** With R's correction for continuity, and a variance that is smaller for ties. */
function approximate(ranks: readonly number[], chosen: number, found: number): { less: number; greater: number } {
  const n = ranks.length;
  const mean = chosen * (n + 1); // of doubled ranks
  const ties = [...Map.groupBy(ranks, (rank) => rank).values()].reduce(
    (sum, { length }) => sum + length ** 3 - length,
    0,
  );
  const deviation = 2 * Math.sqrt(((chosen * (n - chosen)) / 12) * (n + 1 - ties / (n * (n - 1))));
  if (deviation === 0) return { less: 1, greater: 1 };
  return { less: normalBelow((found - mean + 1) / deviation), greater: normalBelow(-(found - mean - 1) / deviation) };
}

/** Which of all differences, from 1 at either end, bounds the interval, and what the pair of them covers. */
function intervalRank(one: number, other: number, confidence: number): { rank: number; coverage: number } | null {
  if (one === 0 || other === 0) return null;
  if (Math.max(one, other) > MOST_COUNTED) {
    const deviation = Math.sqrt((one * other * (one + other + 1)) / 12);
    const rank = Math.round((one * other) / 2 + normalQuantile((1 - confidence) / 2) * deviation);
    return rank < 1 ? null : { rank, coverage: confidence };
  }
  const plain = Array.from({ length: one + other }, (_, index) => 2 * (index + 1));
  const each = chances(plain, one);
  const least = one * (one + 1); // of doubled ranks, where every second sum occurs
  let best: { rank: number; coverage: number } | null = null;
  let below = 0;
  for (let rank = 1; rank <= (one * other + 1) / 2; rank++) {
    below += each[least + 2 * (rank - 1)]!;
    const coverage = 1 - 2 * below;
    if (coverage < confidence) break;
    best = { rank, coverage };
  }
  return best;
}

function allDifferences(one: readonly number[], other: readonly number[]): Float64Array {
  const differences = new Float64Array(one.length * other.length);
  let place = 0;
  for (const value of one) for (const against of other) differences[place++] = value - against;
  return differences.sort(); // by size, as typed arrays do
}

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
