/** Workers that do not start: the callers are told, again and again if need be, and nothing spins. */
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const broken = cell.createOf(["throws.ts"]);
    const died = await check.rejects(
      "a worker that cannot load rejects the waiting call",
      broken.submit("add", [1, 2]),
      "WorkerDied",
    );
    check.equal("as one that never was ready", died.task, null);
    check.ok("in words", String(died.message).includes("before it was ready"), died.message);
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => broken.submit("add", [n, n])));
    check.equal(
      "every waiting call is told",
      all.map(({ status }) => status),
      Array(5).fill("rejected"),
    );
    await broken.close();
    check.ok("such a pool closes", true);

    const silent = cell.createOf(["never-ready.ts"], { readyTimeout: 500 });
    const late = await check.rejects(
      "a worker that is not ready in time rejects the waiting call",
      silent.submit("add", [1, 2]),
      "WorkerDied",
    );
    check.ok("and says how long it had", String(late.message).includes("500 ms"), late.message);
    await silent.close();

    const hasty = cell.createOf(["never-ready.ts"], { grace: 100 });
    const waiting = hasty.submit("add", [1, 2]);
    const rejected = check.rejects("terminate() while a worker starts rejects the waiting call", waiting, "PoolClosed");
    await hasty.terminate();
    await rejected;
    check.ok("and resolves", true);

    const impossible = cell.createOf(["no such\0file.ts"]);
    const unmade = impossible.submit("add", [1, 2]);
    await check.rejects("a worker that cannot be made rejects the waiting call", unmade, "WorkerDied");
    await impossible.close();

    const lazy = cell.createOf(["throws.ts"]);
    await lazy.close();
    check.ok("a pool that was given nothing to do starts no worker and closes", true);

    let thrown: unknown;
    try {
      cell.create({ workers: 0 });
    } catch (error) {
      thrown = error;
    }
    check.ok("workers below 1 are refused", thrown instanceof RangeError, thrown);
  },
} satisfies Scenario;
