/** With `priority`, the most urgent call leaves first; equals in the order they came. */
import { priority } from "../../abilities/priority.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create({ workers: 1, abilities: [priority()] });
    await pool.submit("add", [0, 0]);
    const order: string[] = [];
    const submit = (name: string, priority?: number, signal?: AbortSignal): Promise<unknown> =>
      pool.submit("wait", [1], { priority, signal }).then(
        () => order.push(name),
        () => order.push(`${name} cancelled`),
      );

    const busy = pool.submit("wait", [50]);
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
    const many = await Promise.all(range(500).map((i) => pool.submit("echo", [i], { priority: i % 7 })));
    check.equal("no call of many priorities is lost", many, range(500));
    const wrong = pool.submit("echo", [1], { priority: Number.NaN });
    await check.rejects("a priority that is no number rejects its call", wrong, "RangeError");

    const dying = pool.submit("exit", [1]);
    const behind = ["a", "b"].map((name, i) => pool.submit("echo", [name], { priority: i }));
    await check.rejects("a worker that dies rejects its call alone", dying, "WorkerDied");
    check.equal("calls that waited for a worker that died are run", await Promise.all(behind), ["a", "b"]);

    const late = pool.submit("wait", [100]);
    const left = [1, 2, 3].map((value) => pool.submit("echo", [value], { priority: value }));
    await pool.close();
    check.equal("close() lets those that wait finish", [await late, ...(await Promise.all(left))], [100, 1, 2, 3]);
  },
} satisfies Scenario;

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
