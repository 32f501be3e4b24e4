/** With `poison`, a call that has ended too many workers is not run again. */
import { poison } from "../../abilities/poison.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const guard = poison({ limit: 2 });
    await using pool = cell.create({ workers: 1, abilities: [guard] });
    const workers = [await pool.submit("whichWorker", [])];
    for (const time of ["first", "second"]) {
      const died = pool.submit("exit", [7]);
      await check.rejects(`the ${time} time it ends its worker`, died, "WorkerDied");
      workers.push(await pool.submit("whichWorker", []));
    }
    const refused = await check.rejects(
      "a call that ended as many workers as may be is refused",
      pool.submit("exit", [7]),
      "PoisonTask",
    );
    check.equal("the refusal names the task", refused.task, "exit");
    const code = cell.capabilities.exitCode ? 7 : null;
    const deaths: { when: Date; worker: string; exitCode: number | null }[] = refused.deaths;
    check.equal(
      "the refusal has the deaths as evidence",
      deaths.map(({ exitCode }) => exitCode),
      [code, code],
    );
    check.ok(
      "the refusal names the workers that died, in order",
      deaths.every(({ worker, when }) => /^\d+/.test(worker) && when instanceof Date) &&
        new Set(deaths.map(({ worker }) => worker)).size === 2,
      deaths,
    );
    check.equal("no worker is given to a call that is refused", await pool.submit("whichWorker", []), workers.at(-1));
    check.equal("each death cost one worker", new Set(workers).size, 3);

    await check.rejects("other arguments are another call", pool.submit("exit", [8]), "WorkerDied");
    await check.rejects("a task that throws is not guarded against", pool.submit("raise", ["string"]), "TaskError");
    check.equal("other tasks are served", await pool.submit("add", [1, 2]), 3);
    guard.forgive();
    await check.rejects("a call that is forgiven may try again", pool.submit("exit", [7]), "WorkerDied");

    const byTask = poison({ limit: 1, by: ({ task }) => task });
    await using other = cell.create({ workers: 1, abilities: [byTask] });
    await check.rejects("what makes two calls the same can be given", other.submit("exit", [1]), "WorkerDied");
    await check.rejects(
      "where calls of a task are the same, any of them is refused",
      other.submit("exit", [2]),
      "PoisonTask",
    );
  },
} satisfies Scenario;
