/** With a PriorityQueue, the most urgent call leaves first; equals in the order they came. */
import { PriorityQueue } from "../../executor/priority-queue.ts";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create({ workers: 1, queue: new PriorityQueue() });
    await pool.submit("add", [0, 0]);
    const order: string[] = [];
    const submit = (name: string, priority?: number, signal?: AbortSignal): Promise<unknown> =>
      pool.submit("wait", [1], { priority, signal }).then(
        () => order.push(name),
        () => order.push(`${name} cancelled`),
      );

    const busy = pool.submit("wait", [50]);
    await Promise.resolve(); // it has left the queue
    const controller = new AbortController();
    const calls = [
      submit("default"),
      submit("low", -1),
      submit("high", 5),
      submit("never", 9, controller.signal),
      submit("default too"),
      submit("high too", 5),
      submit("highest", 7),
    ];
    controller.abort();
    await Promise.all([busy, ...calls]);
    check.equal("calls leave by priority, then by arrival; a cancelled one never", order, [
      "never cancelled",
      "highest",
      "high",
      "high too",
      "default",
      "default too",
      "low",
    ]);

    const mapped: unknown[] = [];
    for await (const value of pool.map("echo", [1, 2, 3], { priority: 3 })) mapped.push(value);
    check.equal("map() takes a priority and keeps its order", mapped, [1, 2, 3]);
    const many = await Promise.all(
      Array.from({ length: 500 }, (_, i) => pool.submit("echo", [i], { priority: i % 7 })),
    );
    check.equal(
      "no call is lost among many",
      many,
      Array.from({ length: 500 }, (_, i) => i),
    );
    const late = pool.submit("wait", [100]);
    const left = [1, 2, 3].map((value) => pool.submit("echo", [value], { priority: value }));
    await pool.close();
    check.equal("close() lets those that wait finish", [await late, ...(await Promise.all(left))], [100, 1, 2, 3]);
  },
} satisfies Scenario;
