/** In which order a block runs what is in it: random, and derived from seed and block alone, so that it needs no storing. */
import { createRandom, shuffle } from "@triathlon/core/statistics/random";

/**
 * Groups in random order, and what is in each in random order: the members of a group follow each other, so that the machine's drift does to
 * one what it does to the others.
 */
export function blockOrder<Item>(groups: readonly (readonly Item[])[], seed: number, block: number): Item[] {
  const random = createRandom(seed, block);
  return shuffle(groups, random).flatMap((group) => shuffle(group, random));
}

/** For what is to be mixed with everything else: each a group of its own. */
export const alone = <Item>(items: readonly Item[]): Item[][] => items.map((item) => [item]);

/** The stream from which ghosts are drawn: beyond the number of any block. */
const GHOSTS = 2 ** 32 - 1;

/**
 * What this block runs once more: `count` of the items, in turn from block to block, in an order drawn from the seed, so that over a run each
 * has its turn. With more ghosts than items some have several.
 *
 * @param timedBlock from 0, among the blocks that count
 */
export function ghostsOfBlock<Item>(items: readonly Item[], count: number, seed: number, timedBlock: number): Item[] {
  const turns = shuffle(items, createRandom(seed, GHOSTS));
  return Array.from({ length: count }, (_, index) => turns[(timedBlock * count + index) % turns.length]!);
}

/**
 * How long a block took, from its records alone, so that it can be told after an interruption as well: from each start to the next. Where
 * that is longer than an execution may take, the run was interrupted, and the typical gap stands in.
 */
export function blockSeconds(
  records: readonly { startedAt: number; wallSeconds: number | null }[],
  timeLimitSeconds: number,
): number {
  const gaps = records.slice(1).map((record, index) => record.startedAt - records[index]!.startedAt);
  const usual = gaps.filter((gap) => gap >= 0 && gap <= timeLimitSeconds + 10).sort((a, b) => a - b);
  const typical = usual[Math.floor(usual.length / 2)] ?? records[0]?.wallSeconds ?? timeLimitSeconds;
  const sum = usual.reduce((total, gap) => total + gap, 0);
  return sum + (records.length - usual.length) * typical;
}
