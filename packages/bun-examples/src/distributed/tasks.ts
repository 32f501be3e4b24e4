/** What the workers can do: every function exported here is a task. Arguments and results are sent as bytes. */

/** The sum of i² for `from` ≤ i < `to`, exact up to 2⁵³. */
export function sumOfSquares({ from, to }: { from: number; to: number }): number {
  let total = 0;
  for (let i = from; i < to; i++) total += i * i;
  return total;
}

// ← Your work here: export a function, then call it by its name: `pool.submit("yourFunction", [argument])`. It may run more than once,
// if its worker dies: `this.jobId` is the same each time.
