/**
 * How far two runs of the same thing lie apart in this run, from its ghosts: no difference between cells that is smaller can
 * be believed.
 *
 * The 95th percentile of |ln ratio| of the pairs says how far one pair may lie from 1; a comparison has a pair in every block,
 * and its middle is surer by the square root of their number.
 */
import type { Cell } from "@triathlon/core/results/record";
import { cellKey, type Samples, steadySeconds } from "./samples.ts";
import { quantile } from "@triathlon/core/statistics/quantile";

/** A cell and its ghost in one block. */
export interface GhostPair {
  cell: Cell;
  block: number;
  /** Of the ghost's time to the cell's. */
  ratio: number;
}

/** Two copies of each cell make a pair: the cell and its first ghost, its second and third, and so on. */
export function ghostPairs(cells: readonly Cell[], samples: Samples, ghosts: number): GhostPair[] {
  return cells.flatMap((cell) =>
    Array.from({ length: Math.ceil((ghosts + 1) / 2) }, (_, pair) => {
      const one = samples.ghostsOf(cell, 2 * pair).byBlock(steadySeconds);
      const other = samples.ghostsOf(cell, 2 * pair + 1).byBlock(steadySeconds);
      return [...other].flatMap(([block, seconds]) => {
        const own = one.get(block) ?? 0;
        return own > 0 && seconds > 0 ? [{ cell, block, ratio: seconds / own }] : [];
      });
    }).flat(),
  );
}

/** With fewer pairs nothing is said of a cell by itself. */
const ENOUGH_PAIRS = 6;

/** What is like a cell, the likest first: what varies most from one to the other is the workload. */
const LIKENESSES: readonly ((cell: Cell) => string)[] = [
  cellKey,
  ({ workload, size, model }) => JSON.stringify([workload, size, model]),
  ({ workload, size }) => JSON.stringify([workload, size]),
  () => "all",
];

export class NoiseFloor {
  readonly #alike: readonly ReadonlyMap<string, readonly GhostPair[]>[];
  readonly #blocks: number;

  /** @param blocks how many pairs a comparison has that lacks none */
  constructor(pairs: readonly GhostPair[], blocks: number) {
    this.#alike = LIKENESSES.map((likeness) => Map.groupBy(pairs, ({ cell }) => likeness(cell)));
    this.#blocks = Math.max(1, blocks);
  }

  /**
   * As a share: 0.03 is 3 %. From the cell's own pairs, else from those of its workload and size in the same model, else in any, else
   * from all; null where even those are too few.
   *
   * @param pairs how many the comparison has
   */
  of(cell: Cell, pairs = this.#blocks): number | null {
    for (const [index, likeness] of LIKENESSES.entries()) {
      const alike = this.#alike[index]!.get(likeness(cell)) ?? [];
      if (alike.length >= ENOUGH_PAIRS) return floorOf(alike, Math.max(1, pairs));
    }
    return null;
  }
}

function floorOf(alike: readonly GhostPair[], pairs: number): number {
  const apart = alike.map(({ ratio }) => Math.abs(Math.log(ratio)));
  return Math.expm1(quantile(apart, 0.95) / Math.sqrt(pairs));
}
