/** With a PoisonGuard, a call that has ended too many workers is not run again. */
import { PoisonGuard } from "../../executor/poison.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const guard = new PoisonGuard({ limit: 2 });
    await using pool = cell.create({ workers: 1, plugins: [guard] });
    const workers = [await pool.submit("whichWorker", [])];
    for (const time of ["first", "second"]) {
      const died = pool.submit("exit", [7]);
      await check.rejects(`the ${time} time it ends its worker`, died, "WorkerDied");
      workers.push(await pool.submit("whichWorker", []));
    }
    const refused = await check.rejects("then it is refused", pool.submit("exit", [7]), "PoisonTask");
    check.equal("by name", refused.task, "exit");
    const code = cell.capabilities.exitCode ? 7 : null;
    const deaths: { when: Date; worker: string; exitCode: number | null }[] = refused.deaths;
    check.equal(
      "with the deaths as evidence",
      deaths.map(({ exitCode }) => exitCode),
      [code, code],
    );
    check.ok(
      "in the order they happened, by their workers' names",
      deaths.every(({ worker, when }) => /^\d+/.test(worker) && when instanceof Date) &&
        new Set(deaths.map(({ worker }) => worker)).size === 2,
      deaths,
    );
    check.equal("no worker was given to it", await pool.submit("whichWorker", []), workers.at(-1));
    check.equal("three workers there were", new Set(workers).size, 3);

    await check.rejects("other arguments are another call", pool.submit("exit", [8]), "WorkerDied");
    await check.rejects("a task that throws is not guarded against", pool.submit("raise", ["string"]), "TaskError");
    check.equal("other tasks are served", await pool.submit("add", [1, 2]), 3);
    guard.forgive();
    await check.rejects("forgiven, it may try again", pool.submit("exit", [7]), "WorkerDied");

    const byTask = new PoisonGuard({ limit: 1, by: ({ task }) => task });
    await using other = cell.create({ workers: 1, plugins: [byTask] });
    await check.rejects("what makes two calls the same can be given", other.submit("exit", [1]), "WorkerDied");
    await check.rejects("then any call of the task is refused", other.submit("exit", [2]), "PoisonTask");
  },
} satisfies Scenario;
