/** One figure of each execution of a cell, by the block it ran in. */
export type ByBlock = ReadonlyMap<number, number>;

/**
 * For each block in which both were measured, how often `divisor` goes into `dividend`, in the order of blocks.
 *
 * A block's executions follow each other closely, so a machine that slows down or warms up over a run changes both
 * sides of a ratio alike: the drift cancels, as it would not between two medians over the whole run.
 */
export function pairedRatios(dividend: ByBlock, divisor: ByBlock): number[] {
  return [...dividend]
    .filter(([block]) => (divisor.get(block) ?? 0) > 0)
    .sort(([a], [b]) => a - b)
    .map(([block, value]) => value / divisor.get(block)!);
}
