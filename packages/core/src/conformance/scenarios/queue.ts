/** A full queue rejects or waits, as its owner chose. */
import { BoundedQueue } from "../../executor/bounded-queue.ts";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const rejecting = cell.create({ workers: 1, queue: new BoundedQueue({ limit: 2, whenFull: "reject" }) });
    await rejecting.submit("add", [0, 0]);
    const accepted = [1, 2, 3].map((value) => rejecting.submit("wait", [50 + value]));
    await check.rejects("a call beyond the limit is rejected at once", rejecting.submit("add", [1, 1]), "QueueFull");
    check.equal("those within it are served, first come first served", await Promise.all(accepted), [51, 52, 53]);
    check.equal("there is room again afterwards", await rejecting.submit("add", [1, 1]), 2);
    await rejecting.close();

    const waiting = cell.create({ workers: 1, queue: new BoundedQueue({ limit: 1 }) });
    await waiting.submit("add", [0, 0]);
    const order: number[] = [];
    const calls = [1, 2, 3, 4].map((value) => waiting.submit("wait", [5 - value]).then(() => order.push(value)));
    await Promise.all(calls);
    check.equal("without rejecting, a call beyond the limit waits for room, in order", order, [1, 2, 3, 4]);

    const last = [1, 2, 3].map((value) => waiting.submit("wait", [50 + value]));
    const closed = waiting.close();
    await check.rejects("close() rejects a call that had not got room", last[2] ?? Promise.resolve(), "PoolClosed");
    check.equal("and finishes those that had", await Promise.all(last.slice(0, 2)), [51, 52]);
    await closed;

    let thrown: unknown;
    try {
      new BoundedQueue({ limit: -1 });
    } catch (error) {
      thrown = error;
    }
    check.ok("a negative limit is refused", thrown instanceof RangeError, thrown);
  },
} satisfies Scenario;
