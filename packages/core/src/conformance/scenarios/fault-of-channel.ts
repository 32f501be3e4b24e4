/** A worker that says something no worker says, or nothing any more: it is broken, and ended. */
import { brokenChannel } from "../broken-channel.ts";
import { endure } from "../endure.ts";
import { insight } from "../insight.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { servingWorkers } from "../whole.ts";

const NO_CHANNEL = { async: "within one isolate there is no channel" };
const DENO_FRAMES = {
  ...NO_CHANNEL,
  node: "the runtime's own channel has no frames of ours",
  bun: "the runtime's own channel has no frames of ours",
  "deno threading": "the runtime's own channel has no frames of ours",
};

export default {
  models: ["threading", "multiprocessing"],
  inputs: {
    ...Object.fromEntries(kinds().map((kind) => [`garbage (${kind})`, NO_CHANNEL])),
    "garbage (a frame nobody can read)": DENO_FRAMES,
    "garbage (a frame of 4 GiB)": DENO_FRAMES,
    "garbage (a frame without a value)": DENO_FRAMES,
    "an answer to another call": NO_CHANNEL,
    "what the runtime says of its own accord": {
      ...NO_CHANNEL,
      deno: "it says nothing over the channel",
      bun: "it says nothing over the channel",
    },
    "a channel that is closed while a timer lives": {
      ...NO_CHANNEL,
      "bun threading": "a web worker's port does not close: parentPort.close() changes nothing",
    },
  },
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
    check.equal("an answer to another call: settles none", answers, Array(4).fill("its own answer"));
    if (cell.runtime === "node") {
      const heard = await pool.submit("chat", []);
      check.equal("what the runtime says of its own accord: is nothing to the pool", heard, "heard");
    }

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

/** Those of every channel. */
function kinds(): string[] {
  return brokenChannel({ post: () => {}, hangUp: () => {} }).kindsOfGarbage();
}
