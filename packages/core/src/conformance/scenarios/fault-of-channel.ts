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
      const told = /found|cannot|wanted|lacks|no name/i.test(String(died.cause?.message));
      check.ok(`garbage (${kind}): the cause says what was wrong`, told, died.cause);
      check.ok(`garbage (${kind}): in few words`, String(died.message).length < 1000, died.message?.slice(0, 1000));
    }

    await pool.submit("add", [1, 1]);
    const answers = await Promise.all([1, 2, 3, 4].map(() => pool.submit("answerAgain", [])));
    check.equal("an answer to another call settles none", answers, Array(4).fill("its own answer"));
    check.equal("what the runtime itself says is nothing to the pool", await pool.submit("chat", []), "heard");

    const hungUp = await endure(pool, check, {
      name: "a channel that is closed",
      rejects: cell.capabilities.hangsUp ? "WorkerDied" : "DeadlineExceeded",
      call: (pool) => pool.submit("hangUp", [], { timeout: 2_000 }),
    });
    const ended = hungUp.name === "WorkerDied" && hungUp.task === "hangUp";
    check.capability("hangsUp", "a worker that closes its channel has ended, whatever keeps it alive", ended, hungUp);
  },
} satisfies Scenario;
