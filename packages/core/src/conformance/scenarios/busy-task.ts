/** A task that computes for ever: stopped where the runtime can, abandoned and counted where it cannot. */
import { endure } from "../endure.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { checkWhole } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const { hardTimeout } = cell.capabilities;
    const watched = watch();
    const stopTimeout = hardTimeout ? 10_000 : 200;
    const pool = cell.create({ workers: 2, grace: 100, stopTimeout, abilities: [watched] });
    await checkWhole("the start", pool, 2, check);
    const abandons = hardTimeout ? 0 : 1;

    const late = await endure(pool, check, {
      name: "an endless loop past its deadline",
      rejects: "DeadlineExceeded",
      call: (pool) => pool.submit("spinForever", [], { timeout: 200 }),
      freed: () => watched.freed("spinForever", 1),
      abandons,
    });
    check.equal("an endless loop past its deadline: its caller is told at once", late.rung, "signalled");
    const first = await watched.freed("spinForever", 1);
    check.capability("hardTimeout", "an endless loop is stopped", first === "stopped", first);
    check.equal("an endless loop is stopped, or else abandoned", first, abandons ? "abandoned" : "stopped");

    const controller = new AbortController();
    const cancelled = await endure(pool, check, {
      name: "an endless loop that is cancelled",
      rejects: "TaskCancelled",
      call: (pool) => {
        setTimeout(() => controller.abort(), 100);
        return pool.submit("spinForever", [], { signal: controller.signal });
      },
      freed: () => watched.freed("spinForever", 2),
      abandons,
    });
    check.equal("an endless loop that is cancelled: its caller is told at once", cancelled.rung, "signalled");
    const second = await watched.freed("spinForever", 2);
    check.capability("hardTimeout", "an endless loop that is cancelled is stopped", second === "stopped", second);

    const ended = [pool.submit("spinForever", []), pool.submit("wait", [10_000]), pool.submit("add", [1, 2])];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const terminated = pool.terminate();
    for (const call of ended) await check.rejects("terminate() rejects what runs and what waits", call, "PoolClosed");
    await terminated;
    check.ok("terminate() resolves with a busy worker", true);
  },
} satisfies Scenario;
