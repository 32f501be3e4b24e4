/** A task that computes for ever: stopped where the runtime can, abandoned and counted where it cannot. */
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const { hardStop } = cell.capabilities;
    const pool = cell.create({ workers: 2, grace: 100, stopTimeout: 500 });
    await Promise.all([pool.submit("wait", [20]), pool.submit("wait", [20])]);

    const endless = pool.submit("spinForever", [], { timeout: 200 });
    const neighbour = pool.submit("wait", [50]);
    const error = await check.rejects("an endless loop does not hold its caller", endless, "DeadlineExceeded");
    check.equal("hardStop: the worker was stopped, or abandoned", error.rung, hardStop ? "stopped" : "abandoned");
    check.equal("what could not be stopped is counted", pool.abandoned, hardStop ? 0 : 1);
    check.equal("the neighbour was not touched", await neighbour, 50);
    check.equal(
      "the pool is whole again",
      await Promise.all([pool.submit("add", [1, 1]), pool.submit("add", [2, 2])]),
      [2, 4],
    );

    const controller = new AbortController();
    await pool.submit("add", [0, 0]);
    const cancelled = pool.submit("spinForever", [], { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await check.rejects("cancelling an endless loop works alike", cancelled, "TaskCancelled");

    const ended = [pool.submit("spinForever", []), pool.submit("wait", [10_000]), pool.submit("add", [1, 2])];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const terminated = pool.terminate();
    for (const call of ended) await check.rejects("terminate() rejects what runs and what waits", call, "PoolClosed");
    await terminated;
    check.ok("terminate() resolves with a busy worker", true);
  },
} satisfies Scenario;
