/** A worker that says something no worker says, or nothing any more: it is broken, and ended. */
import { endure } from "../endure.ts";
import { insight } from "../insight.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { servingWorkers } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create({ grace: 1000, abilities: [insight(), watch()] });
    await servingWorkers(pool, 2);
    for (const kind of await pool.submit("kindsOfGarbage", [])) {
      const died = await endure(pool, check, {
        name: `garbage (${kind})`,
        rejects: "WorkerDied",
        call: (pool) => pool.submit("sendGarbage", [kind], { timeout: 5_000 }),
      });
      const { message } = died.cause ?? {};
      check.ok(`garbage (${kind}): the cause says what was wrong`, typeof message === "string" && message !== "", died);
      check.ok(`garbage (${kind}): in few words`, String(died.message).length < 1000, died.message?.slice(0, 200));
    }

    await pool.submit("add", [1, 1]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => pool.submit("answerAgain", [])));
    check.equal("an answer to another call settles none", answers, Array(4).fill("its own answer"));
    check.equal("what the runtime itself says is nothing to the pool", await pool.submit("chat", []), "heard");

    if (cell.capabilities.hangsUp) {
      const hungUp = await endure(pool, check, {
        name: "a channel that is closed while a timer lives",
        rejects: "WorkerDied",
        call: (pool) => pool.submit("hangUp", [], { timeout: 5_000 }),
      });
      check.capability("hangsUp", "a worker that closes its channel has ended", hungUp.task === "hangUp", hungUp);
    } else {
      await pool.submit("hangUp", []);
      check.capability("hangsUp", "a worker that closes its channel has ended", false);
    }
  },
} satisfies Scenario;
