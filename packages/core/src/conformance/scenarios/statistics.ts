/** Statistics count what happened: every call once, by how it ended. */
import { Statistics, type TaskStatistics } from "../../executor/statistics.ts";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const statistics = new Statistics();
    const pool = cell.create({ workers: 2, plugins: [statistics] });
    await Promise.all([1, 2, 3, 4].map((n) => pool.submit("add", [n, n])));
    check.equal("calls that completed", outcomes(statistics.snapshot().tasks["add"]), [4, 0, 0, 0, 0]);

    await Promise.allSettled([pool.submit("raise", ["rangeError"]), pool.submit("reject", ["string"])]);
    await Promise.allSettled([pool.submit("wait", [10_000], { timeout: 20 })]);
    const canceller = new AbortController();
    const cancelled = Promise.allSettled([pool.submit("wait", [10_000], { signal: canceller.signal })]);
    setTimeout(() => canceller.abort(), 20);
    await cancelled;
    const { tasks, total } = statistics.snapshot();
    check.equal("a task that throws has failed", outcomes(tasks["raise"]), [0, 1, 0, 0, 0]);
    check.equal("and one whose promise is rejected", outcomes(tasks["reject"]), [0, 1, 0, 0, 0]);
    check.equal("one call is cancelled by its signal, one by its deadline", outcomes(tasks["wait"]), [0, 0, 1, 1, 0]);
    check.equal("all together", outcomes(total), [4, 2, 1, 1, 0]);
    check.equal("each that ran has a wait and a run time", [total.wait.count, total.run.count], [8, 8]);
    check.ok("a run time is the task's own", (tasks["wait"]?.run.min ?? 0) > 1, tasks["wait"]?.run.min);

    while (cell.hasWorkers && statistics.snapshot().workers.ready < 2) await pool.submit("wait", [5]);
    const atOnce = cell.model === "sequential" ? 1 : 2;
    const calls = [1, 2, 3, 4].map(() => pool.submit("wait", [50]));
    check.equal("submitted calls are queued", statistics.snapshot().queued, 4);
    await Promise.resolve();
    const { queued, running, held } = statistics.snapshot();
    check.equal("as many run as there is room for, the others wait", [queued + held, running], [4 - atOnce, atOnce]);
    await Promise.all(calls);
    const after = statistics.snapshot();
    check.equal("and none when all have settled", [after.queued, after.running, after.held], [0, 0, 0]);

    if (cell.hasWorkers) {
      await Promise.allSettled([pool.submit("exit", [3])]);
      const { workers, tasks } = statistics.snapshot();
      check.equal("a worker's death is counted", [workers.started, workers.died], [2, 1]);
      check.equal("and the call that it failed", outcomes(tasks["exit"]), [0, 1, 0, 0, 0]);
    }
    await pool.close();
    await Promise.allSettled([pool.submit("add", [1, 1])]);
    const last = statistics.snapshot();
    check.equal("a call that a closed pool refuses is counted as that", outcomes(last.tasks["add"]), [4, 0, 0, 0, 1]);
    check.equal(
      "workers that leave have not died",
      [last.workers.ready, last.workers.died],
      [0, cell.hasWorkers ? 1 : 0],
    );
    check.equal("how busy workers were is known where there are any", last.utilisation !== null, cell.hasWorkers);
    check.ok("JSON holds all of it", JSON.stringify(JSON.parse(JSON.stringify(last))) === JSON.stringify(last));
  },
} satisfies Scenario;

const outcomes = (counts: TaskStatistics | undefined): (number | undefined)[] => [
  counts?.completed,
  counts?.failed,
  counts?.cancelled,
  counts?.late,
  counts?.refused,
];
