/**
 * The rule: which candidates are still in the race, when it is over, and what may be said of the winner. Times in, a decision out.
 *
 * The method is that of racing, as in F-race and irace: candidates that are shown to lose are dropped, and what time is left goes to the
 * others. Rounds are interleaved, so that a ratio within a round compares what the machine was like at the same time.
 *
 * Source: M. López-Ibáñez et al., *The irace package: Iterated racing for automatic algorithm configuration*, Operations Research
 * Perspectives 3 (2016).
 */
import { median } from "@triathlon/core/statistics/median";
import { medianInterval } from "@triathlon/core/statistics/median-interval";

/** Milliseconds a call, by round; of a candidate that was dropped, as far as it came. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** Rounds that count for nothing: compilers, caches and workers are still getting warm. */
export const WARM_UPS = 2;

/** A candidate is out that is so many times as slow as the best, whatever follows. */
const HOPELESS = 1.6;
/** Or so many times, in every round; in all but one when there are enough to forgive one. */
const SLOWER = 1.1;
const FORGIVING_ROUNDS = 5;
/** What lies so close to the best is as good. */
export const AS_GOOD = 1.05;
/** Rounds after which what is as good as the best ends the race. */
const ENOUGH = 5;

/** The live ones that lose, by the rounds that all of them have run. */
export function losers(times: Times, live: readonly string[]): string[] {
  const best = fastest(times, live);
  if (best === undefined) return [];
  return live.filter((name) => {
    const ratios = pairedRatios(times.get(name)!, times.get(best)!);
    const slower = ratios.filter((ratio) => ratio > 1).length;
    if (ratios.length >= 2 && median(ratios) > HOPELESS) return true;
    const forgiven = ratios.length >= FORGIVING_ROUNDS ? 1 : 0;
    return ratios.length >= 3 && median(ratios) > SLOWER && slower >= ratios.length - forgiven;
  });
}

/** Whether more rounds would tell nothing that matters: one is left, or all that are left are as good. */
export function isOver(times: Times, live: readonly string[]): boolean {
  const best = fastest(times, live);
  if (live.length < 2 || best === undefined) return live.length < 2;
  return live.every((name) => {
    const ratios = pairedRatios(times.get(name)!, times.get(best)!);
    return ratios.length >= ENOUGH && median(ratios) <= AS_GOOD;
  });
}

/**
 * Of the live ones, the simplest that is as good as the fastest.
 *
 * @param live the simplest first
 */
export function winner(times: Times, live: readonly string[]): string | undefined {
  const best = fastest(times, live);
  return live.find((name) => best !== undefined && middle(pairedRatios(times.get(name)!, times.get(best)!)) <= AS_GOOD);
}

/** By the middle of its rounds that count. */
export function fastest(times: Times, live: readonly string[]): string | undefined {
  const counted = live
    .map((name) => ({ name, time: middle((times.get(name) ?? []).slice(WARM_UPS)) }))
    .filter(({ time }) => Number.isFinite(time));
  return counted.toSorted((a, b) => a.time - b.time)[0]?.name;
}

/** How many times as long as the other it took, in each round that both have run and that counts. */
export function pairedRatios(times: readonly number[], other: readonly number[]): number[] {
  return times
    .slice(0, other.length)
    .map((time, round) => time / other[round]!)
    .slice(WARM_UPS);
}

export interface Estimate {
  value: number;
  /** Its 95 % interval; null where there are too few values. */
  interval: readonly [low: number, high: number] | null;
}

/** The median and its 95 % interval, which takes six values. */
export function estimate(values: readonly number[]): Estimate {
  const interval = medianInterval(values);
  return { value: middle(values), interval: interval && [interval.low, interval.high] };
}

/** The median; NaN where nothing was measured. */
export const middle = (values: readonly number[]): number => (values.length === 0 ? NaN : median(values));

/** What is said in the end of the one that was chosen, from samples that were taken after the race. */
export type Verdict =
  /** It is faster than the function as it is, by more than is as good. */
  | "faster"
  /** Nothing is faster by so much: leave it as it is. */
  | "as it is"
  /** It may be, and the samples do not tell. */
  | "not told apart";

/** How far the ends of an interval may lie apart that has 1 in it. */
const MOST_SPREAD = 3;

/** Whether it tells nothing but that the machine is too noisy: it may be much better, or much worse. */
export const isTooNoisy = ({ interval }: Estimate): boolean =>
  interval !== null && interval[0] < 1 && interval[1] > 1 && interval[1] > MOST_SPREAD * interval[0];

/** @param speedup how many times as fast as it is */
export function verdictOn(speedup: Estimate): Verdict {
  const { value, interval } = speedup;
  if (value < AS_GOOD) return isTooNoisy(speedup) ? "not told apart" : "as it is";
  return interval !== null && interval[0] > 1 ? "faster" : "not told apart";
}
