/**
 * Whether the passes of a process have become flat, and from which on: what is called warm begins there. One rule, for the process that
 * may add passes and for the report that names them.
 *
 * Few passes are flat when the last five differ by no more than 2 % (coefficient of variation: A. Georges, D. Buytaert and L. Eeckhout,
 * *Statistically Rigorous Java Performance Evaluation*, OOPSLA 2007). From thirty on their changepoints tell (E. Barrett and others,
 * *Virtual Machine Warmup Blows Hot and Cold*, OOPSLA 2017): they are flat when the last quarter has none that matters.
 */
import { median } from "../statistics/median.ts";

/** Passes that are compared among themselves, and that a segment has at least. */
const WINDOW = 5;
const WITHIN = 0.02;
/** From so many passes on changepoints are looked for. */
const ENOUGH_FOR_CHANGEPOINTS = 30;
/** Of longer series the last ones are looked at: the search takes their number squared. */
const MOST = 300;
/** Levels closer than this are one level. */
const SAME_LEVEL = 0.05;

/** @param passes seconds of each, in order. Null where there is no flat end, or there are fewer than five */
export function flatEndOf(passes: readonly number[]): number | null {
  if (passes.length < WINDOW || !passes.every((seconds) => seconds > 0)) return null;
  if (passes.length < ENOUGH_FOR_CHANGEPOINTS) {
    const from = passes.length - WINDOW;
    return variation(passes.slice(from)) <= WITHIN ? from : null;
  }
  const skipped = Math.max(0, passes.length - MOST);
  const from = levelSince(passes.slice(skipped).map(Math.log));
  return from <= (3 / 4) * Math.min(passes.length, MOST) ? skipped + from : null;
}

/** At a time, so that passes are not flat by the luck of one. */
export const PASSES_ADDED = 5;
/** In all; none are added then. */
export const MOST_PASSES = 120;
/** Passes that take no longer together cost less than the start of a process: they are run whether they look flat or not. */
const CHEAP_SECONDS = 0.1;

/**
 * Whether more passes may yet show a flat end.
 *
 * @param settleSeconds what the timed ones may take together; 0 adds none
 */
export function wantsMore(warmups: readonly number[], timed: readonly number[], settleSeconds: number): boolean {
  const spent = timed.reduce((sum, seconds) => sum + seconds, 0);
  if (spent >= settleSeconds || timed.length >= MOST_PASSES) return false;
  return spent < CHEAP_SECONDS || flatEndOf([...warmups, ...timed]) === null;
}

/** Where the first of the last segments begins that are all on the level of the last one. */
function levelSince(logs: readonly number[]): number {
  const bounds = [...changepoints(logs), logs.length];
  const levels = bounds.slice(1).map((end, index) => median(logs.slice(bounds[index], end)));
  const last = levels.at(-1)!;
  const other = levels.findLastIndex((level) => Math.abs(level - last) > Math.log(1 + SAME_LEVEL));
  return bounds[other + 1]!;
}

/**
 * Where segments begin, the first at 0: of all ways to cut the series the one that the normal distribution makes most likely, each segment
 * with a mean and a variance of its own and at least five passes, at a price of 15 ln n for each cut.
 */
function changepoints(values: readonly number[]): number[] {
  const { length } = values;
  const price = 15 * Math.log(length);
  const sums = [0];
  const squares = [0];
  for (const value of values) {
    sums.push(sums.at(-1)! + value);
    squares.push(squares.at(-1)! + value ** 2);
  }
  const cost = (from: number, to: number): number => {
    const count = to - from;
    const mean = (sums[to]! - sums[from]!) / count;
    const variance = (squares[to]! - squares[from]!) / count - mean ** 2;
    return count * Math.log(Math.max(variance, LEAST_VARIANCE));
  };
  /** The best price of the passes before each, and where the last segment of that way begins. */
  const best = [-price];
  const begins = [0];
  for (let to = 1; to <= length; to++) {
    best[to] = Infinity;
    for (let from = 0; from <= to - WINDOW; from++) {
      const total = best[from]! + price + cost(from, to);
      if (total < best[to]!) [best[to], begins[to]] = [total, from];
    }
  }
  const found: number[] = [];
  for (let to = length; to > 0; to = begins[to]!) found.unshift(begins[to]!);
  return found;
}

/** A thousandth of a pass: a clock's steps are no change. */
const LEAST_VARIANCE = 0.001 ** 2;

function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance) / mean;
}
