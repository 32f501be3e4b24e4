/** What the workers can do: every function exported here is a task. Arguments and results are sent as bytes. */

/** How many primes there are in `from` ≤ n < `to`. */
export function countPrimes({ from, to }: { from: number; to: number }): number {
  let found = 0;
  for (let n = Math.max(from, 2); n < to; n++) if (isPrime(n)) found++;
  return found;
}

/** By division: it is there to take its time. */
function isPrime(n: number): boolean {
  if (n % 2 === 0) return n === 2;
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false;
  return true;
}

// ← Your work here: export a function, then call it by its name: `pool.submit("yourFunction", [argument])`. It may run more than once,
// if its worker dies: `this.jobId` is the same each time.
