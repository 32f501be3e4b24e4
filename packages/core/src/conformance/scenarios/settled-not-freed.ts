/** A deadline or an aborted signal settles a call then; its place, and who waits for it, follow when its task has ended. */
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

/** Milliseconds: longer than any program here lives. */
const FOR_EVER = 3_600_000;

export default {
  async run(cell, check) {
    const patient = cell.create({ workers: 1, grace: FOR_EVER });
    await patient.submit("add", [0, 0]);
    const late = await check.rejects(
      "a deadline settles its call before the grace is over",
      patient.submit("waitDeaf", [600], { timeout: 50 }),
      "DeadlineExceeded",
    );
    check.equal("a running call that is late is told to be signalled", late.rung, "signalled");
    const controller = new AbortController();
    const order: string[] = [];
    const next = patient.submit("add", [1, 2], { signal: controller.signal }).then((sum) => order.push(`sum ${sum}`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    check.equal("a late call keeps its place while its task runs", order, []);
    await next;
    check.equal("a late call's place is free when its task ends", order, ["sum 3"]);

    const deaf = new AbortController();
    const cancelled = patient.submit("waitDeaf", [300], { signal: deaf.signal });
    setTimeout(() => deaf.abort(new Error("enough")), 50);
    const told = await check.rejects("an aborted signal settles its call at once", cancelled, "TaskCancelled");
    check.equal("a cancelled call has its signal's reason", [told.rung, told.cause?.message], ["signalled", "enough"]);
    let closed = false;
    const closing = patient.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 30));
    check.ok("close() waits for the task of a settled call", !closed);
    await closing;
    check.equal("what ends within its grace is not abandoned", patient.abandoned, 0);
    if (!cell.hasWorkers) return;

    const watched = watch();
    const strict = cell.create({ workers: 1, grace: 200, abilities: [watched] });
    const worker = await strict.submit("whichWorker", []);
    await strict.submit("waitDeaf", [FOR_EVER], { timeout: 50 }).catch(() => order.push("late"));
    const kept = await strict.submit("whichWorker", []).finally(() => order.push("next"));
    check.equal("the next call is told after the late one", order.slice(1), ["late", "next"]);
    check.equal("a deaf task is stopped when its grace is over", await watched.freed("waitDeaf", 1), "stopped");
    check.ok("a deaf task's worker is replaced", kept !== worker);
    await strict.submit("wait", [FOR_EVER], { timeout: 50 }).catch(() => {});
    check.equal("a task that heeds its signal frees its place by ending", await watched.freed("wait", 1), "ended");
    check.equal("a task that heeds its signal keeps its worker", await strict.submit("whichWorker", []), kept);

    const last = strict.submit("waitDeaf", [FOR_EVER], { timeout: 50 });
    await check.rejects("a deaf task", last, "DeadlineExceeded");
    await strict.close();
    check.ok("close() waits for a deaf task no longer than its grace", true);

    const full = cell.create({ workers: 1, maxQueue: 0, grace: FOR_EVER });
    await full.submit("add", [0, 0]);
    await full.submit("waitDeaf", [300], { timeout: 50 }).catch(() => {});
    await check.rejects("a place that is not free is not given away", full.submit("add", [1, 1]), "QueueFull");
    await full.room();
    check.equal("room() waits for it", await full.submit("add", [1, 1]), 2);
    await full.close();

    const terminated = cell.create({ workers: 1, grace: FOR_EVER });
    await terminated.submit("waitDeaf", [FOR_EVER], { timeout: 50 }).catch(() => {});
    await terminated.terminate();
    check.ok("terminate() does not wait for a settled call", true);
  },
} satisfies Scenario;
