/** A full queue refuses; whoever would rather wait asks for room first. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const narrow = cell.create({ workers: 1, maxQueue: 2 });
    await narrow.submit("add", [0, 0]);
    const accepted = [1, 2, 3].map((value) => narrow.submit("wait", [50 + value]));
    const full = await check.rejects("a call beyond maxQueue is refused", narrow.submit("add", [1, 1]), "QueueFull");
    check.ok("a refused call's error says what to do", String(full.message).includes("await room()"), full.message);
    check.equal("those within maxQueue are served, first come first served", await Promise.all(accepted), [51, 52, 53]);
    check.equal("there is room again afterwards", await narrow.submit("add", [1, 1]), 2);

    const mapped: unknown[] = [];
    for await (const value of narrow.map("echo", [1, 2, 3, 4, 5, 6], { lookAhead: 6 })) mapped.push(value);
    check.equal("map() is bounded by its lookAhead and never refused", mapped, [1, 2, 3, 4, 5, 6]);
    await narrow.close();

    const none = cell.create({ workers: 1, maxQueue: 0 });
    const running = none.submit("wait", [20]);
    await check.rejects("with maxQueue 0 only what can begin is taken", none.submit("add", [1, 1]), "QueueFull");
    check.equal("what could begin is served", await running, 20);
    await none.close();
  },
} satisfies Scenario;
