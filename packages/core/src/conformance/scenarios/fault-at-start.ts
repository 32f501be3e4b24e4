/** Workers that never become ready, in every way: who waits for them is told, and the next that start well serve. */
import type { Scenario, WorkerModule } from "../scenario.ts";
import { checkWhole, servingWorkers } from "../whole.ts";

const FAULTS: readonly { module: WorkerModule; name: string; silent?: boolean }[] = [
  { module: "throws.ts", name: "a module that throws" },
  { module: "syntax-error.ts", name: "a module with a syntax error" },
  { module: "wrong-import.ts", name: "a module that imports what is not there" },
  { module: "missing.ts", name: "a module that does not exist" },
  { module: "exits.ts", name: "a module that ends its worker" },
  { module: "never-ready.ts", name: "a module that awaits for ever", silent: true },
];

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const { exitEvent, hardTimeout } = cell.capabilities;
    for (const { module, name, silent } of FAULTS) {
      const noticed = module === "exits.ts" ? exitEvent : !silent;
      const readyTimeout = noticed ? 20_000 : 2_000; // the next worker must be ready within it
      const pool = cell.createOf([module, "conforming"], {
        workers: 1,
        readyTimeout,
        stopTimeout: exitEvent ? 10_000 : 200,
      });
      const waiting = [pool.submit("add", [1, 2]), pool.submit("add", [3, 4])];
      const outcomes = await Promise.allSettled(waiting);
      const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
      check.equal(
        `${name}: both waiting calls are rejected with WorkerDied`,
        errors.map((error) => error.name),
        ["WorkerDied", "WorkerDied"],
      );
      const [died] = errors;
      check.equal(`${name}: as a worker that had no task yet`, died?.task, null);
      const tooLate = String(died?.message).includes("not ready within");
      if (module === "exits.ts") check.capability("exitEvent", `${name} is noticed`, !tooLate, died);
      else check.equal(`${name}: it was noticed, or took too long`, tooLate, !noticed);
      if (noticed) check.equal(`${name}: nothing is abandoned`, pool.abandoned, 0);
      else check.capability("exitEvent", `${name}: its end is seen`, pool.abandoned === 0, pool.abandoned);
      await checkWhole(name, pool, 1, check);
      await pool.close();
    }

    const half = cell.createOf(["conforming", "throws.ts"], { workers: 2 });
    const values = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => half.submit("add", [n, n])));
    check.equal("while one worker serves, another that never starts harms nobody", values, [2, 4, 6, 8, 10, 12]);
    await half.close();

    for (const module of ["never-ready.ts", "conforming"] as const) {
      const hasty = cell.createOf([module], { grace: 100 });
      const waiting = hasty.submit("add", [1, 2]);
      const rejected = check.rejects(`terminate() while a worker loads (${module}) rejects`, waiting, "PoolClosed");
      await hasty.terminate();
      await rejected;
    }

    const controller = new AbortController();
    const patient = cell.createOf(["never-ready.ts"], { workers: 1, grace: 100 });
    const cancelled = patient.submit("add", [1, 2], { signal: controller.signal });
    const late = patient.submit("add", [1, 2], { timeout: 30 });
    controller.abort();
    await check.rejects("a call that waits for a worker to start can be cancelled", cancelled, "TaskCancelled");
    await check.rejects("and run out of time", late, "DeadlineExceeded");
    await patient.terminate();

    const stopTimeout = hardTimeout ? 10_000 : 200;
    const spinning = cell.createOf(["spins.ts", "conforming"], { workers: 1, readyTimeout: 2_000, stopTimeout });
    await check.rejects("a module that computes for ever rejects", spinning.submit("add", [1, 2]), "WorkerDied");
    check.capability(
      "hardTimeout",
      "its worker is stopped, not abandoned",
      spinning.abandoned === 0,
      spinning.abandoned,
    );
    check.equal("and the next one serves", (await servingWorkers(spinning, 1)).length, 1);
    await spinning.terminate();
  },
} satisfies Scenario;
