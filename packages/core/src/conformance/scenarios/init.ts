/** `init` runs once in each worker, before its first call; one that fails is told to the callers. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    if (!cell.hasWorkers) {
      await using pool = cell.create({ local: { inits: 1, calls: 0 } });
      await pool.submit("useLocal", []);
      const second = await pool.submit("useLocal", []);
      check.equal("within one isolate, local is an option", second, { inits: 1, calls: 2 });
      await using without = cell.create();
      await check.rejects("without it, it is undefined", without.submit("useLocal", []), "TaskError");
      return;
    }

    await using pool = cell.create({ workers: 1 });
    check.equal("init is through before the first call", await pool.submit("useLocal", []), { inits: 1, calls: 1 });
    const calls = await Promise.all(Array.from({ length: 20 }, () => pool.submit("useLocal", [])));
    check.equal(
      "all calls of a worker see what it made, once",
      calls,
      Array.from({ length: 20 }, (_, i) => ({ inits: 1, calls: i + 2 })),
    );
    await pool.submit("exit", [1]).catch(() => {});
    check.equal("a new worker has its own", await pool.submit("useLocal", []), { inits: 1, calls: 1 });

    await using two = cell.create({ workers: 2 });
    const both = await Promise.all([two.submit("useLocal", []), two.submit("wait", [50]), two.submit("useLocal", [])]);
    check.equal("each worker has made it once", [both[0].inits, both[2].inits], [1, 1]);

    const failing = cell.createOf(["failing-init"]);
    const died = await check.rejects(
      "an init that fails rejects the waiting call",
      failing.submit("add", [1, 2]),
      "WorkerDied",
    );
    check.equal("as a worker that never was ready", died.task, null);
    check.equal(
      "with what init threw",
      [died.cause instanceof RangeError, died.cause?.message, died.cause?.code],
      [true, "no database", "E_DATABASE"],
    );
    check.ok("in words", String(died.message).includes("RangeError: no database"), died.message);
    const all = await Promise.allSettled([1, 2, 3].map((n) => failing.submit("add", [n, n])));
    check.equal(
      "every waiting call is told",
      all.map(({ status }) => status),
      Array(3).fill("rejected"),
    );
    await failing.close();
    check.ok("such a pool closes", true);
  },
} satisfies Scenario;
