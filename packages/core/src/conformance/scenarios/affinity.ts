/** With `affinity`, calls of one key go to one worker, as long as it lives. */
import { affinity } from "../../abilities/affinity.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const homes = affinity();
    await using pool = cell.create({ workers: 3, abilities: [homes] });
    await pool.prewarm?.();
    const worker = (key?: string): Promise<string> => pool.submit("whichWorker", [], { key });

    const keys = ["a", "b", "c", "d", "e", "f"];
    const home = new Map<string, string>();
    for (const key of keys) home.set(key, await worker(key));
    const counts = new Map<string, number>();
    for (const name of home.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    check.equal("new keys are spread evenly", [...counts.values()], [2, 2, 2]);

    const again = await Promise.all(range(120).map((i) => worker(keys[i % 6])));
    check.equal(
      "calls of a key go to its worker, in a crowd too",
      again,
      range(120).map((i) => home.get(keys[i % 6] ?? "")),
    );
    const order: number[] = [];
    const line = range(20).map((i) => pool.submit("wait", [1], { key: "new" }).then(() => order.push(i)));
    await Promise.all(line);
    check.equal("calls of a key keep their order", order, range(20));

    const end = new AbortController();
    const busy = pool.submit("wait", [10_000], { key: "a", signal: end.signal });
    const waiting = worker("a");
    const free = await Promise.all(range(6).map(() => worker()));
    check.equal(
      "calls without a key go to others while a worker is busy",
      [free.length, free.includes(home.get("a") ?? "")],
      [6, false],
    );
    end.abort();
    await check.rejects("a call with a key can be cancelled while it runs", busy, "TaskCancelled");
    check.equal("calls wait while the worker of their key is busy", await waiting, home.get("a"));

    const controller = new AbortController();
    const holding = pool.submit("wait", [50], { key: "a" });
    const cancelled = pool.submit("add", [1, 2], { key: "a", signal: controller.signal });
    controller.abort();
    const error = await check.rejects("a call that waits for its worker can be cancelled", cancelled, "TaskCancelled");
    check.equal("a call that waits for its worker is cancelled before it starts", error.rung, "queued");
    await holding;

    const before = home.get("a");
    const dying = pool.submit("exit", [1], { key: "a" });
    const behind = range(4).map(() => worker("a"));
    await check.rejects("a worker that dies rejects the call of its key that it had", dying, "WorkerDied");
    const moved = new Set(await Promise.all(behind));
    check.equal(
      "the key moves to one other worker, with the calls that waited",
      [moved.size, moved.has(before ?? "")],
      [1, false],
    );
    const others = await Promise.all(keys.filter((key) => home.get(key) !== before).map((key) => worker(key)));
    check.equal(
      "the keys of other workers stay when one dies",
      others,
      keys.map((key) => home.get(key)).filter((name) => name !== before),
    );

    homes.forget("b");
    check.equal("a forgotten key may be used again", typeof (await worker("b")), "string");
    const last = keys.map((key) => pool.submit("wait", [10], { key }));
    await pool.close();
    check.equal("close() lets all that wait finish", await Promise.all(last), Array(6).fill(10));
  },
} satisfies Scenario;

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
