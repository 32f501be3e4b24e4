/** `runTimeout` counts from the start of the task: neither the queue nor a worker's start is on its account. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const pool = cell.create({ workers: 1 });
    await pool.submit("add", [0, 0]);
    const left = await pool.submit("timeLeft", [], { runTimeout: 60_000 });
    check.ok("a task can read what is left of its run time", left > 0 && left <= 60_000, left);
    const nearer = await pool.submit("timeLeft", [], { runTimeout: 60_000, timeout: 30_000 });
    check.ok("of two limits the nearer counts", nearer > 0 && nearer <= 30_000, nearer);

    const busy = pool.submit("wait", [800]);
    const queued = pool.submit("wait", [10], { runTimeout: 600 });
    const late = pool.submit("add", [1, 1], { timeout: 300 });
    await check.rejects("timeout counts the wait in the queue", late, "DeadlineExceeded");
    check.equal("runTimeout does not", [await busy, await queued], [800, 10]);

    const long = await check.rejects(
      "a task that runs too long ends its call",
      pool.submit("wait", [600_000], { runTimeout: 50 }),
      "DeadlineExceeded",
    );
    check.equal(
      "a call whose run time is over says so",
      [long.rung, long.timeout, long.task],
      ["signalled", 50, "wait"],
    );
    const first = await check.rejects(
      "with both limits, the one that is over is told",
      pool.submit("wait", [600_000], { timeout: 60_000, runTimeout: 50 }),
      "DeadlineExceeded",
    );
    check.equal("a call's error has the limit that was over", first.timeout, 50);
    const second = await check.rejects(
      "with both limits the other way round, too",
      pool.submit("wait", [600_000], { timeout: 50, runTimeout: 60_000 }),
      "DeadlineExceeded",
    );
    check.equal("a call's error has the other limit, when that was over", second.timeout, 50);

    const heard = pool.submit("reasonOfAbort", [], { runTimeout: 50 });
    await check.rejects("a task that ends after its run time is late all the same", heard, "DeadlineExceeded");
    const values: unknown[] = [];
    const mapping = (async () => {
      for await (const value of pool.map("wait", [1, 600_000], { runTimeout: 200 })) values.push(value);
    })();
    await check.rejects("runTimeout holds for each call of map()", mapping, "DeadlineExceeded");
    check.equal("after the results of those before it", values, [1]);
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
    await pool.close();
  },
} satisfies Scenario;
