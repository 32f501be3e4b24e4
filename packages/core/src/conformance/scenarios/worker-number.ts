/** Each worker has a small number, which tasks and `init` know: none is given twice at once, and that of a dead one is given again. */
import type { ConformingExecutor, Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create({ workers: 3 });
    if (!cell.hasWorkers) {
      check.equal("in one isolate, the number is 0", await pool.submit("whichNumber", [1]), 0);
      return;
    }
    check.equal("the numbers of three workers", await numbers(pool), [0, 1, 2]);
    for (let time = 1; time <= 2; time++) {
      await pool.submit("exit", [1]).catch(() => {});
      check.equal("the number of a worker that died is given again", await numbers(pool), [0, 1, 2]);
    }
    const both = await Promise.all(Array.from({ length: 6 }, () => pool.submit("numberAtInit", [])));
    check.ok(
      "init is given the number that tasks know",
      both.every(([atInit, now]) => atInit === now),
      both,
    );
  },
} satisfies Scenario;

/** Of all that serve, when each has a call. */
async function numbers(pool: ConformingExecutor): Promise<number[]> {
  let found: number[] = [];
  for (let tries = 0; tries < 100 && found.length < 3; tries++) {
    found = [...new Set(await Promise.all([1, 2, 3].map(() => pool.submit("whichNumber", [10]))))];
  }
  return found.toSorted((a, b) => a - b);
}
