/** Injected faults look like real ones, and leave the pool as real ones do. */
import { faults } from "../../abilities/faults.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

/** Where workers hold calls ahead, none is held behind one that can be late. */
const ALONE = { timeout: 45_000 };

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const broken = faults();
    const watched = watch();
    await using pool = cell.create({ workers: 1, abilities: [broken, watched], grace: 100 });
    await pool.submit("add", [0, 0]);

    broken.inject({ task: "add", fault: "throw", error: new RangeError("as injected") });
    check.equal("a fault meets the task it is for alone", await pool.submit("echo", [1]), 1);
    const thrown = await check.rejects("throw: the call rejects", pool.submit("add", [1, 1]), "TaskError");
    check.equal(
      "throw: with the given error",
      [thrown.cause?.name, thrown.cause?.message],
      ["RangeError", "as injected"],
    );
    check.equal("throw: once", await pool.submit("add", [1, 1]), 2);
    const counted = await pool.submit("countCalls", []);
    broken.inject({ task: "countCalls", fault: "throw" });
    await Promise.allSettled([pool.submit("countCalls", [])]);
    check.equal("throw: the task does not run", await pool.submit("countCalls", []), counted + 1);

    broken.inject({ fault: "queue full", times: 2 });
    await check.rejects("queue full: the call rejects", pool.submit("add", [1, 1]), "QueueFull");
    await check.rejects("queue full: as often as was said", pool.submit("echo", [1]), "QueueFull");
    check.equal("queue full: and no more", await pool.submit("add", [1, 1]), 2);

    broken.inject({ fault: "not cloneable" });
    const uncloneable = [pool.submit("echo", [1]), pool.submit("echo", [2])] as const;
    const error = await check.rejects("not cloneable: the call rejects", uncloneable[0], "NotCloneable");
    check.equal("not cloneable: for its argument", error.part, "argument");
    check.equal("not cloneable: the call behind it does not", await uncloneable[1], 2);

    broken.inject({ task: "add", fault: "worker dies" });
    const died = await check.rejects("worker dies: the call rejects", pool.submit("add", [1, 1]), "WorkerDied");
    check.equal("worker dies: as one that ran", died.task, "add");
    check.equal("worker dies: the next call is served", await pool.submit("add", [1, 1]), 2);

    const first = await pool.submit("whichWorker", []);
    broken.inject({ task: "whichWorker", fault: "worker dies" });
    const dying = pool.submit("whichWorker", [], ALONE);
    const behind = [1, 2, 3].map((value) => pool.submit("echo", [value]));
    await check.rejects("worker dies: the worker is really gone", dying, "WorkerDied");
    check.equal("worker dies: calls that wait are served by another", await Promise.all(behind), [1, 2, 3]);
    const second = await pool.submit("whichWorker", []);
    check.ok("worker dies: the other one is new", second !== first);

    broken.inject({ fault: "slow", milliseconds: 50 });
    const order: string[] = [];
    const slow = pool.submit("echo", ["slow"], ALONE).then((value) => order.push(String(value)));
    const next = pool.submit("echo", ["next"]).then((value) => order.push(String(value)));
    await Promise.all([slow, next]);
    check.equal("slow: the call resolves, and holds its worker until then", order, ["slow", "next"]);
    check.equal("slow: the worker is kept", await pool.submit("whichWorker", []), second);

    broken.inject({ fault: "broken reply" });
    const stray = await check.rejects("broken reply: the call rejects", pool.submit("echo", [1]), "WorkerDied");
    check.ok("broken reply: for what its worker sent", /sent what no worker sends/.test(stray.message), stray.message);
    const third = await pool.submit("whichWorker", []);
    check.ok("broken reply: the next call is served by another worker", third !== second);

    broken.inject({ fault: "never answers" });
    const call = pool.submit("add", [1, 1], { timeout: 200 });
    const late = await check.rejects("never answers: a timeout ends the call", call, "DeadlineExceeded");
    check.equal("never answers: it was running", late.rung, "signalled");
    const fourth = await pool.submit("whichWorker", []);
    check.ok("never answers: the next call is served by another worker", fourth !== third);

    broken.inject({ fault: "never answers" });
    const controller = new AbortController();
    const forever = pool.submit("timeLeft", [], { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await check.rejects("never answers: a signal ends the call", forever, "TaskCancelled");
    check.equal("never answers: its worker is stopped", await watched.freed("timeLeft", 1), "stopped");

    broken.inject({ fault: "never answers" });
    const pending = pool.submit("echo", [1]);
    setTimeout(() => void pool.terminate(), 50);
    await check.rejects("never answers: terminate() ends the call", pending, "PoolClosed");
  },
} satisfies Scenario;
