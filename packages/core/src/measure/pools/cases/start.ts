/** What there is before the first task: time until a pool is there, and memory of workers that do nothing. */
import { type Case, expectAnswer, numbers, timed } from "../case.ts";
import type { StartedPool } from "../contender.ts";

/** From constructing the pool until every worker is ready. */
export const start: Case = async ({ order, start: construct }) => ({
  seconds: [await timed(async () => allReady(await construct(), order.workers))],
  observations: {},
});

/** From constructing the pool until its first answer; where a pool starts workers as they are needed, only one is. */
export const firstResult: Case = async ({ start: construct }) => ({
  seconds: [await timed(async () => expectAnswer(await (await construct()).run("empty", 7), 7))],
  observations: {},
});

/** Starts all workers and leaves them alone: the runner looks at the memory of the process and its children. */
export const idleMemory: Case = async ({ order, start: construct }) => {
  await allReady(await construct(), order.workers);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
  return { seconds: [], observations: {} };
};

/** For what a worker does once behind its first task. */
const SETTLE_MILLISECONDS = 500;

async function allReady(pool: StartedPool, workers: number): Promise<void> {
  if (pool.ready) return void (await pool.ready());
  const seen = new Set<unknown>();
  while (seen.size < workers) {
    const names = await Promise.all(numbers(workers).map(() => pool.run("whoAmI", null)));
    for (const name of names) seen.add(name);
  }
}
