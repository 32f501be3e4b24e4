/** What the workers can do for requests. */
import type { TaskContext } from "../../pool/tasks.ts";

/** How many prime numbers there are below `limit`. Looks now and then whether its client is still there. */
export async function countPrimes(this: TaskContext, limit: number): Promise<number> {
  const composite = new Uint8Array(limit);
  let count = 0;
  let turn = performance.now();
  for (let n = 2; n < limit; n++) {
    if (composite[n] === 0) count++;
    for (let multiple = n * n; composite[n] === 0 && multiple < limit; multiple += n) composite[multiple] = 1;
    if (n % 1024 > 0 || performance.now() - turn < 20) continue;
    await new Promise((resolve) => setTimeout(resolve)); // so that a cancellation can be heard
    this.signal.throwIfAborted();
    turn = performance.now();
  }
  return count;
}
