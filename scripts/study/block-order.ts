/** In which order a block runs what is in it: random, and derived from seed and block alone, so that it needs no storing. */
import { createRandom, shuffle } from "@triathlon/core/statistics/random";

/** Indices of a block's executions in the order of this block; each appears once. */
export function blockOrder(executions: number, seed: number, block: number): number[] {
  return shuffle(indices(executions), createRandom(seed, block));
}

/** The stream from which ghosts are drawn: beyond the number of any block. */
const GHOSTS = 2 ** 32 - 1;

/**
 * The cells that this block runs once more: `count` of them, in turn from block to block, in an order drawn from the seed, so
 * that over a run each has its turn. With more ghosts than cells some have several.
 *
 * @param timedBlock from 0, among the blocks that count
 */
export function ghostsOfBlock(cells: number, count: number, seed: number, timedBlock: number): number[] {
  const turns = shuffle(indices(cells), createRandom(seed, GHOSTS));
  return Array.from({ length: count }, (_, index) => turns[(timedBlock * count + index) % cells]!);
}

const indices = (length: number): number[] => Array.from({ length }, (_, index) => index);
