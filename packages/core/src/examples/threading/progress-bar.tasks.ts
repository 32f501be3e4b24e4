/** The tasks of `progress-bar.ts`: what a worker can be asked to do. */
import "../../abilities/stream.ts"; // lets a task emit
import type { TaskContext } from "../../pool/tasks.ts";

/** Counts the primes of a range, and says after each tenth of it that it is done. */
export async function countPrimes(this: TaskContext, { from, to }: { from: number; to: number }): Promise<number> {
  let primes = 0;
  const part = (to - from) / 10;
  for (let start = from; start < to; start += part) {
    for (let n = start; n < start + part; n++) if (isPrime(n)) primes++;
    await this.emit("a tenth is done");
  }
  return primes;
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n >= 2;
}
