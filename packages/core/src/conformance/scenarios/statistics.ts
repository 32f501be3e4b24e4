/** Statistics count what happened: every call once, by how it ended and how its worker was done with it. */
import { statistics, type TaskStatistics } from "../../abilities/statistics.ts";
import type { Cell, Check, Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const counted = statistics();
    const watched = watch();
    const pool = cell.create({ workers: 2, grace: 10_000, abilities: [counted, watched] });
    await pool.prewarm?.();
    await Promise.all([1, 2, 3, 4].map((n) => pool.submit("add", [n, n])));
    check.equal("calls that completed are counted", outcomes(counted.snapshot().tasks["add"]), [4, 0, 0, 0, 0]);

    await Promise.allSettled([pool.submit("raise", ["rangeError"]), pool.submit("reject", ["string"])]);
    await Promise.allSettled([pool.submit("wait", [10_000], { timeout: 20 })]);
    const canceller = new AbortController();
    const cancelled = Promise.allSettled([pool.submit("wait", [10_000], { signal: canceller.signal })]);
    setTimeout(() => canceller.abort(), 20);
    await cancelled;
    await watched.freed("wait", 2);
    const { tasks, total } = counted.snapshot();
    check.equal("a task that throws has failed", outcomes(tasks["raise"]), [0, 1, 0, 0, 0]);
    check.equal("a task whose promise is rejected has failed", outcomes(tasks["reject"]), [0, 1, 0, 0, 0]);
    check.equal("one call is cancelled by its signal, one by its deadline", outcomes(tasks["wait"]), [0, 0, 1, 1, 0]);
    check.equal("all calls together", outcomes(total), [4, 2, 1, 1, 0]);
    check.equal("each that ran has a wait and a run time", [total.wait.count, total.run.count], [8, 8]);
    check.equal("each that ran has ended", total.freed, { ended: 8, stopped: 0, abandoned: 0 });

    const calls = [1, 2, 3, 4].map(() => pool.submit("wait", [50]));
    const { queued, running, held } = counted.snapshot();
    check.equal("as many run as there is room for, the others wait", [queued + held, running], [2, 2]);
    await Promise.all(calls);
    const after = counted.snapshot();
    const longest = after.tasks["wait"]?.run.max ?? 0;
    check.ok("a run time is the task's own", longest > 45, longest);
    check.equal("when all have settled none waits or runs", [after.queued, after.running, after.held], [0, 0, 0]);

    const late = pool.submit("waitDeaf", [60], { timeout: 20 });
    await Promise.allSettled([late]);
    check.equal(
      "a call that has settled and runs on is ending",
      [counted.snapshot().ending, queuedOf(counted)],
      [1, 0],
    );
    await watched.freed("waitDeaf", 1);
    check.equal("a call that has ended is ending no more", counted.snapshot().ending, 0);

    await Promise.allSettled([pool.submit("exit", [3])]);
    const dead = counted.snapshot();
    check.equal("a worker's death is counted", [dead.workers.started, dead.workers.died], [2, 1]);
    check.equal("the call that a worker's death failed is counted", outcomes(dead.tasks["exit"]), [0, 1, 0, 0, 0]);

    const waiting = Promise.allSettled([1, 2, 3].map(() => pool.submit("wait", [100])));
    await pool.close({ waiting: "reject" });
    await waiting;
    const last = counted.snapshot();
    const [, , , , refused = 0] = outcomes(last.tasks["wait"]);
    check.ok("a call that a closing pool turned away is refused", refused >= 1, outcomes(last.tasks["wait"]));
    check.equal("workers that leave have not died", [last.workers.ready, last.workers.died], [0, 1]);
    check.ok("how busy workers were is known", (last.utilisation ?? 0) > 0, last.utilisation);
    check.ok("JSON holds all of it", JSON.stringify(JSON.parse(JSON.stringify(last))) === JSON.stringify(last));
    await busyTask(cell, check);
  },
} satisfies Scenario;

async function busyTask(cell: Cell, check: Check): Promise<void> {
  const counted = statistics();
  const watched = watch();
  const stopTimeout = cell.capabilities.hardTimeout ? 10_000 : 200;
  await using pool = cell.create({ workers: 1, grace: 100, stopTimeout, abilities: [counted, watched] });
  await pool.prewarm?.();
  await Promise.allSettled([pool.submit("spinForever", [], { timeout: 50 })]);
  const how = await watched.freed("spinForever", 1);
  const { workers, total } = counted.snapshot();
  const wanted = { ended: 0, stopped: 0, abandoned: 0, [how]: 1 };
  check.equal("a busy task that had to be stopped is counted as that", [total.freed, how === "ended"], [wanted, false]);
  check.equal("a worker that was stopped for its task has died", workers.died, 1);
}

const queuedOf = (counted: ReturnType<typeof statistics>): number => counted.snapshot().queued;

const outcomes = (counts: TaskStatistics | undefined): (number | undefined)[] => [
  counts?.completed,
  counts?.failed,
  counts?.cancelled,
  counts?.late,
  counts?.refused,
];
