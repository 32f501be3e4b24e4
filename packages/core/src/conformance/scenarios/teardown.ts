/** `teardown` is awaited in each worker before it leaves, with what `init` made; one that fails or never ends holds nobody up. */
import { NO_WORKERS } from "../inputs.ts";
import { insight } from "../insight.ts";
import type { Scenario } from "../scenario.ts";
import { servingWorkers } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  inputs: {
    "a teardown that takes its time": NO_WORKERS,
    "a teardown that throws": NO_WORKERS,
    "a teardown that never ends": NO_WORKERS,
    "a teardown of a worker that dies": NO_WORKERS,
    "a teardown and terminate()": NO_WORKERS,
  },
  async run(cell, check) {
    const both = insight();
    const pool = cell.create({ workers: 2, abilities: [both] });
    await servingWorkers(pool, 2);
    check.equal("no worker is torn down while its pool is open", both.told, []);
    await pool.close();
    const began = both.told.filter((told) => Array.isArray(told));
    check.equal("a teardown that takes its time: each worker has its own, with what init made", began, [
      ["teardown began", 1],
      ["teardown began", 1],
    ]);
    const ended = both.told.filter((told) => told === "teardown ended").length;
    check.equal("a teardown that takes its time: close() waits for it", ended, 2);

    for (const [name, way] of [
      ["a teardown that throws", "throws"],
      ["a teardown that never ends", "never"],
    ] as const) {
      const seen = insight();
      const bad = cell.create({ workers: 1, grace: 200, abilities: [seen] });
      await bad.submit("tearDown", [way]);
      await bad.close();
      check.equal(`${name}: was begun`, seen.told, [["teardown began", 1]]);
      check.equal(`${name}: its worker is ended all the same`, bad.abandoned, 0);
    }

    const dead = insight();
    const dying = cell.create({ workers: 1, abilities: [dead] });
    await dying.submit("exit", [1]).catch(() => {});
    check.equal("a teardown of a worker that dies: is not begun", dead.told, []);
    await dying.submit("add", [1, 1]);
    const stopped = dying.submit("wait", [600_000]);
    const told = check.rejects("a teardown and terminate(): what runs is rejected", stopped, "PoolClosed");
    await dying.terminate();
    await told;
    check.equal("a teardown and terminate(): it is not waited for", dead.told, []);
  },
} satisfies Scenario;
