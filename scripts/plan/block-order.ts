/** In which order a block runs its cells: random, and derived from seed and block alone, so that it needs no storing. */
import { createRandom, shuffle } from "./random.ts";

/** Indices of the plan's cells in the order of this block; each appears once. */
export function blockOrder(cells: number, seed: number, block: number): number[] {
  return shuffle(
    Array.from({ length: cells }, (_, index) => index),
    createRandom(seed, block),
  );
}
