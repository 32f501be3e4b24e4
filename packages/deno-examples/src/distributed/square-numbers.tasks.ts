/** The tasks of `square-numbers.ts`: what a worker can be asked to do. */

/** Σ i² for `from` ≤ i < `to`, exact: a number holds integers up to 2⁵³, so every 64 squares move into a bigint. */
export function sumOfSquares({ from, to }: { from: number; to: number }): bigint {
  let total = 0n;
  for (let start = from; start < to; start += 64) {
    let part = 0;
    for (let i = start; i < Math.min(start + 64, to); i++) part += i * i;
    total += BigInt(part);
  }
  return total;
}
