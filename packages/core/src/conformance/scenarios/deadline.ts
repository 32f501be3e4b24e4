/** A deadline counts the wait in the queue, and the task can read what is left. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create({ workers: 1 });
    await pool.submit("add", [0, 0]);

    check.equal("without a deadline a task has for ever", (await pool.submit("timeLeft", [])) === Infinity, true);
    const left = await pool.submit("timeLeft", [], { timeout: 60_000 });
    check.ok("a task can read what is left", left > 0 && left <= 60_000, left);

    const busy = pool.submit("wait", [300]);
    const waiting = pool.submit("timeLeft", [], { timeout: 60_000 });
    await busy;
    const afterQueue = await waiting;
    check.ok("the wait in the queue is counted", afterQueue < 60_000 - 200, afterQueue);

    const first = pool.submit("wait", [400]);
    const late = await check.rejects(
      "a call can run out of time in the queue",
      pool.submit("countCalls", [], { timeout: 50 }),
      "DeadlineExceeded",
    );
    check.equal("and says so", [late.rung, late.timeout, late.task], ["queued", 50, "countCalls"]);
    check.equal("the call before it is not touched", await first, 400);
    check.equal("it never started", await pool.submit("countCalls", []), 1);

    const running = await check.rejects(
      "a running task can run out of time",
      pool.submit("wait", [10_000], { timeout: cell.model === "distributed" ? 1000 : 50 }), // a server is between
      "DeadlineExceeded",
    );
    check.equal("its signal ended it", running.rung, "signalled");
    check.equal("a call that is in time resolves", await pool.submit("wait", [1], { timeout: 60_000 }), 1);
    check.equal(
      "a timeout longer than a timer can be is no trouble",
      await pool.submit("wait", [1], { timeout: 2 ** 40 }),
      1,
    );
    await check.rejects("a timeout of 0 rejects", pool.submit("wait", [10_000], { timeout: 0 }), "DeadlineExceeded");
    await check.rejects("a timeout of 0 rejects", pool.submit("countCalls", [], { timeout: 0 }), "DeadlineExceeded");
    check.equal("a timeout of 0 begins no task", await pool.submit("countCalls", []), 2);
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
    if (!cell.hasWorkers || cell.model === "distributed") return; // whose pool knows nothing of workers

    const starting = cell.createOf(["never-ready.ts"], { workers: 1, grace: 100 });
    const early = await check.rejects(
      "a call can run out of time while its worker starts",
      starting.submit("add", [1, 2], { timeout: 100 }),
      "DeadlineExceeded",
    );
    check.ok("the message says how much of its time a start took", / \d+ ms .*starting/.test(early.message), early);
    await starting.terminate();
  },
} satisfies Scenario;
