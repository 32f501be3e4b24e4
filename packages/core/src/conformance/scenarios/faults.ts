/** Injected faults look like real ones, and leave the pool as real ones do. */
import { FaultInjection } from "../../executor/faults.ts";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const faults = new FaultInjection();
    await using pool = cell.create({ workers: 1, plugins: [faults], grace: 100 });
    await pool.submit("add", [0, 0]);

    faults.inject({ task: "add", fault: "throw", error: new RangeError("as injected") });
    check.equal("a fault meets the task it is for alone", await pool.submit("echo", [1]), 1);
    const thrown = await check.rejects("throw: the call rejects", pool.submit("add", [1, 1]), "TaskError");
    check.equal("with the given error", [thrown.cause?.name, thrown.cause?.message], ["RangeError", "as injected"]);
    check.equal("once", await pool.submit("add", [1, 1]), 2);

    faults.inject({ fault: "queue full", times: 2 });
    await check.rejects("queue full: the call rejects", pool.submit("add", [1, 1]), "QueueFull");
    await check.rejects("as often as was said", pool.submit("echo", [1]), "QueueFull");
    check.equal("and no more", await pool.submit("add", [1, 1]), 2);

    faults.inject({ fault: "not cloneable" });
    const uncloneable = [pool.submit("echo", [1]), pool.submit("echo", [2])] as const;
    const error = await check.rejects("not cloneable: the call rejects", uncloneable[0], "NotCloneable");
    check.equal("for its argument", error.part, "argument");
    check.equal("what was sent with it does not", await uncloneable[1], 2);

    faults.inject({ task: "add", fault: "worker dies" });
    const died = await check.rejects("worker dies: the call rejects", pool.submit("add", [1, 1]), "WorkerDied");
    check.equal("as one that ran", died.task, "add");
    check.equal("the next is served", await pool.submit("add", [1, 1]), 2);

    if (!cell.hasWorkers) {
      for (const fault of ["slow", "never answers"] as const) {
        let refused: unknown;
        try {
          faults.inject({ fault });
        } catch (error) {
          refused = error;
        }
        check.ok(`"${fault}" is refused without workers`, refused instanceof TypeError, refused);
      }
      return;
    }

    const first = await pool.submit("whichWorker", []);
    faults.inject({ task: "whichWorker", fault: "worker dies" });
    const dying = pool.submit("whichWorker", []);
    const behind = [1, 2, 3].map((value) => pool.submit("echo", [value]));
    await check.rejects("the worker is really gone", dying, "WorkerDied");
    check.equal("calls behind it are served by another", await Promise.all(behind), [1, 2, 3]);
    const second = await pool.submit("whichWorker", []);
    check.ok("which is a new one", second !== first);

    faults.inject({ fault: "slow", milliseconds: 50 });
    const order: string[] = [];
    const slow = pool.submit("echo", ["slow"]).then((value) => order.push(String(value)));
    const next = pool.submit("echo", ["next"]).then((value) => order.push(String(value)));
    await Promise.all([slow, next]);
    check.equal("slow: the call resolves, and holds its worker until then", order, ["slow", "next"]);
    check.equal("which is kept", await pool.submit("whichWorker", []), second);

    faults.inject({ fault: "never answers" });
    const late = await check.rejects(
      "never answers: a timeout ends the call",
      pool.submit("echo", [1], { timeout: 1000 }),
      "DeadlineExceeded",
    );
    check.equal("by stopping its worker", late.rung, "stopped");
    const third = await pool.submit("whichWorker", []);
    check.ok("so that the next is served by another", third !== second);

    faults.inject({ fault: "never answers" });
    const controller = new AbortController();
    const forever = pool.submit("echo", [1], { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await check.rejects("so does a signal", forever, "TaskCancelled");

    faults.inject({ fault: "never answers" });
    const pending = pool.submit("echo", [1]);
    setTimeout(() => void pool.terminate(), 50);
    await check.rejects("and terminate()", pending, "PoolClosed");
  },
} satisfies Scenario;
