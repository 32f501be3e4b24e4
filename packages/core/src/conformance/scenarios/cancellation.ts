/** The ladder: queued calls never start, running ones are signalled, deaf ones are stopped or abandoned. */
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

export default {
  async run(cell, check) {
    const watched = watch();
    const pool = cell.create({ workers: 1, grace: 300, abilities: [watched] });
    await pool.submit("add", [0, 0]);

    const aborted = await check.rejects(
      "a signal that is aborted already cancels",
      pool.submit("countCalls", [], { signal: AbortSignal.abort(new Error("no")) }),
      "TaskCancelled",
    );
    check.equal(
      "before the task starts",
      [aborted.rung, aborted.cause?.message, aborted.task],
      ["queued", "no", "countCalls"],
    );

    const controller = new AbortController();
    const busy = pool.submit("wait", [100]);
    const queued = pool.submit("countCalls", [], { signal: controller.signal });
    controller.abort();
    const cancelled = await check.rejects("a queued call can be cancelled", queued, "TaskCancelled");
    check.equal("and says so", cancelled.rung, "queued");
    check.equal("the call before it is not touched", await busy, 100);
    check.equal("a cancelled queued call never starts", await pool.submit("countCalls", []), 1);

    const running = new AbortController();
    const heeding = pool.submit("wait", [10_000], { signal: running.signal });
    setTimeout(() => running.abort(), 300);
    const signalled = await check.rejects("a running task is ended by its own signal", heeding, "TaskCancelled");
    check.equal("and says so", signalled.rung, "signalled");
    check.equal("the worker is kept: it still knows its calls", await pool.submit("countCalls", []), 2);

    const reason = new AbortController();
    const heard = pool.submit("reasonOfAbort", [], { signal: reason.signal });
    setTimeout(() => reason.abort(), 300);
    await check.rejects("a task that ends well after its signal is cancelled all the same", heard, "TaskCancelled");

    const deaf = new AbortController();
    const ignoring = pool.submit("waitDeaf", [1500], { signal: deaf.signal });
    setTimeout(() => deaf.abort(), 300);
    const stopped = await check.rejects(
      "a task that heeds no signal does not hold its caller",
      ignoring,
      "TaskCancelled",
    );
    check.equal("it is told so at once", stopped.rung, "signalled");
    // Within one isolate there is only the pool's own count.
    while (!cell.hasWorkers && pool.abandoned === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const how = cell.hasWorkers ? await watched.freed("waitDeaf", 1) : "abandoned";
    if (cell.hasWorkers) check.equal("its worker is stopped", how, "stopped");
    else check.capability("hardTimeout", "a task that heeds no signal is stopped", how === "stopped", how);
    check.equal("an abandoned task is counted", pool.abandoned, cell.hasWorkers ? 0 : 1);
    check.equal("the next call is served", await pool.submit("add", [1, 2]), 3);
    check.equal("by a new worker where it was stopped", await pool.submit("countCalls", []), cell.hasWorkers ? 1 : 3);

    const after = new AbortController();
    check.equal("a call with a signal resolves", await pool.submit("add", [2, 2], { signal: after.signal }), 4);
    after.abort();
    check.equal("aborting after it has settled does nothing", await pool.submit("add", [3, 3]), 6);
    if (!cell.hasWorkers) await new Promise((resolve) => setTimeout(resolve, 1500));
    check.equal("an abandoned task that ends is counted no longer", pool.abandoned, 0);
    await pool.close();
  },
} satisfies Scenario;
