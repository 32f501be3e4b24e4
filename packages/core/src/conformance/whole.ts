/** Whether all workers of a pool serve. */
import type { Check, ConformingExecutor } from "./scenario.ts";

/**
 * The workers that answer when there is a call for each, in order of their names: a worker that is still starting is waited for.
 */
export async function servingWorkers(pool: ConformingExecutor, workers: number): Promise<string[]> {
  let found: string[] = [];
  for (let tries = 0; tries < 100 && found.length < workers; tries++) {
    const calls = Array.from({ length: workers }, () => pool.submit("whichWorker", [10], { timeout: 40_000 }));
    found = [...new Set(await Promise.all(calls))];
  }
  return found.sort();
}

/** Checks that every worker of the pool serves, and all calls are answered right. */
export async function checkWhole(
  after: string,
  pool: ConformingExecutor,
  workers: number,
  check: Check,
): Promise<void> {
  const serving = await servingWorkers(pool, workers);
  check.equal(`after ${after}: all workers serve`, serving.length, workers);
  const sums = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => pool.submit("add", [n, n], { timeout: 40_000 })));
  check.equal(`after ${after}: every call gets its own value`, sums, [2, 4, 6, 8, 10, 12]);
}
