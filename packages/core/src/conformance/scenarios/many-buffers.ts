/** More buffers to move than fit into the arguments of a function. */
import type { Scenario } from "../scenario.ts";

/** Node looks for doubles among them in quadratic time: a few seconds each way. */
const MANY = 125_000;

export default {
  inputs: { "125,000 buffers to move": {}, "125,000 buffers to move back": {} },
  async run(cell, check) {
    await using pool = cell.create({ workers: 1 });
    const transfer = Array.from({ length: MANY }, () => new ArrayBuffer(1));
    const [there] = await Promise.allSettled([pool.submit("add", [1, 2], { transfer })]);
    check.ok("125,000 buffers to move: the call settles", isSound(there, 3), there);
    const [back] = await Promise.allSettled([pool.submit("transferMany", [MANY])]);
    check.ok("125,000 buffers to move back: the call settles", isSound(back, MANY), back);
    check.equal("the pool goes on", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

/** Whether a runtime takes so many is its own affair. */
const isSound = (end: PromiseSettledResult<unknown>, value: unknown): boolean =>
  end.status === "fulfilled" ? end.value === value : (end.reason as Error).name === "NotCloneable";
