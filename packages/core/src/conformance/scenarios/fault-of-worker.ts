/** A worker that ends while it runs a task: the call is told, the worker replaced. */
import { endure, type Fault } from "../endure.ts";
import type { ConformingExecutor, Scenario } from "../scenario.ts";
import { checkWhole, servingWorkers } from "../whole.ts";

const FAULTS: readonly Fault[] = [
  { name: "an exit with 0", rejects: "WorkerDied", call: (pool, options) => pool.submit("exit", [0], options) },
  { name: "an exit with 7", rejects: "WorkerDied", call: (pool, options) => pool.submit("exit", [7], options) },
  {
    name: "an error thrown from a timer",
    rejects: "WorkerDied",
    call: (pool, options) => pool.submit("throwFromTimer", [], options),
  },
  {
    name: "a rejection nobody awaits",
    rejects: "WorkerDied",
    call: (pool, options) => pool.submit("rejectUnheard", [], options),
  },
];

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create();
    await servingWorkers(pool, 2);
    for (const fault of FAULTS) {
      const died = await endure(pool, check, fault);
      check.ok(`${fault.name}: the error names the task and the worker`, died.task && /^\d+/.test(died.worker), died);
      check.equal(`${fault.name}: there was no signal`, died.signal, null);
      if (fault.name === "an exit with 7")
        check.capability("exitCode", "it is told", died.exitCode === 7, died.exitCode);
      if (fault.name === "an exit with 0") check.capability("exitCode", "so is 0", died.exitCode === 0, died.exitCode);
      if (!fault.name.startsWith("an exit")) {
        const what = fault.name.includes("timer") ? "thrown from a timer" : "rejected unheard";
        const told = String(died.cause?.message).includes(what) && String(died.message).includes(what);
        check.capability("causeOfDeath", `${fault.name} is told`, told, died.cause);
      }
    }

    const before = await servingWorkers(pool, 2);
    await pool.submit("exitSoon", [20]);
    check.ok("a worker that ends while it is idle is replaced", await areOthers(pool, before), before);
    await checkWhole("a death in idleness", pool, 2, check);

    await using single = cell.create({ workers: 1 });
    let replies = 0;
    for (let time = 0; time < 10; time++) {
      const [ending] = await servingWorkers(single, 1);
      await single.submit("exitSoon", [0]).then(
        () => replies++,
        () => {},
      );
      while ((await single.submit("whichWorker", []).catch(() => ending)) === ending);
    }
    check.equal("a reply that was sent before its worker ended is not lost", replies, 10);
  },
} satisfies Scenario;

/** Whether other workers than these come to serve. A call may be on its way to one that ends. */
async function areOthers(pool: ConformingExecutor, before: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const now = await servingWorkers(pool, 2).catch(() => before);
    if (now.join() !== before.join()) return true;
  }
  return false;
}
