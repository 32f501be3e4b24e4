/** A task that exits: it ends its own worker and nothing else. Within one isolate it is the program that ends. */
import { sacrificeWithout } from "../sacrifice.ts";
import type { Scenario } from "../scenario.ts";

export default {
  sacrifice: sacrificeWithout("survivesDeath", { node: [7], deno: [7], bun: [7] }),
  async run(cell, check) {
    await using pool = cell.create({ workers: 2 });
    check.equal("the pool serves", await Promise.all([pool.submit("wait", [20]), pool.submit("wait", [20])]), [20, 20]);

    const neighbour = pool.submit("wait", [300]);
    const waiting = [pool.submit("exit", [7]), pool.submit("add", [1, 2]), pool.submit("add", [3, 4])] as const;
    const died = await check.rejects("a worker that exits rejects its call with WorkerDied", waiting[0], "WorkerDied");
    check.equal("which names the task", died.task, "exit");
    check.equal("calls in the queue are run by others", await Promise.all(waiting.slice(1)), [3, 7]);
    check.equal("the neighbour was not touched", await neighbour, 300);

    const exits = await Promise.allSettled([1, 2, 3, 4, 5].map((code) => pool.submit("exit", [code])));
    check.equal(
      "five deaths in a row reject five calls",
      exits.map(({ status }) => status),
      Array(5).fill("rejected"),
    );
    const sums = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => pool.submit("add", [n, n])));
    check.equal("the pool is whole again", sums, [2, 4, 6, 8, 10, 12]);
    check.equal("nothing was abandoned", pool.abandoned, 0);
    check.capability("survivesDeath", "the program lives after a task has exited", true);
  },
} satisfies Scenario;
