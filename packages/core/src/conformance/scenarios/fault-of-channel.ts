/** A worker that says something no worker says, or nothing any more: it is broken, and ended. */
import { endure } from "../endure.ts";
import type { Scenario } from "../scenario.ts";
import { servingWorkers } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create({ grace: 1000 });
    await servingWorkers(pool, 2);
    for (const kind of await pool.submit("kindsOfGarbage", [])) {
      const died = await endure(pool, check, {
        name: `garbage (${kind})`,
        rejects: "WorkerDied",
        call: (pool) => pool.submit("sendGarbage", [kind], { timeout: 2_000 }),
      });
      const told = /found|deserialize/i.test(String(died.cause?.message));
      check.ok(`garbage (${kind}): the cause says what was found`, told, died.cause);
    }

    await pool.submit("add", [1, 1]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => pool.submit("answerAgain", [])));
    check.equal("an answer to an old call settles no other", answers, Array(4).fill("its own answer"));

    if (cell.capabilities.hangsUp) {
      const hungUp = await endure(pool, check, {
        name: "a channel that is closed",
        rejects: "WorkerDied",
        call: (pool) => pool.submit("hangUp", [], { timeout: 2_000 }),
      });
      check.capability("hangsUp", "a worker that closes its channel has ended", hungUp.task === "hangUp", hungUp);
    } else {
      await pool.submit("hangUp", []);
      check.capability("hangsUp", "a worker that closes its channel has ended", false);
    }
  },
} satisfies Scenario;
