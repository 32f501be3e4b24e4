/** A pool that scales keeps its minimum, grows with its calls and shrinks without them. */
import { scaling } from "../../abilities/scaling.ts";
import type { Ability } from "../../pool/worker-pool.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const seen = census();
    const pool = cell.create({ workers: 3, abilities: [scaling({ minimum: 1, idleTimeout: 300 }), seen] });
    await until(() => seen.ready === 1);
    check.equal("the minimum is there without a call, and no more", seen.started, 1);

    while (seen.ready < 3) await Promise.all([1, 2, 3].map(() => pool.submit("wait", [20])));
    check.ok("calls make a pool grow", seen.started >= 3, seen.started);
    await until(() => seen.ready === 1);
    check.equal("a pool without calls shrinks to its minimum", seen.fewest, 1);
    check.equal("no worker dies of a pool's shrinking", seen.died, 0);

    check.equal("a pool that has shrunk takes calls", await pool.submit("add", [1, 2]), 3);
    await Promise.allSettled([pool.submit("exit", [5])]);
    await until(() => seen.ready === 1 && seen.died === 1);
    check.ok("a worker of the minimum that died at its work is replaced without a call", true);
    await pool.close();
    check.equal("close() ends the minimum, too", seen.ready, 0);

    const sparing = census();
    const ahead = cell.create({ workers: 3, abilities: [scaling({ minimum: 0, spare: 1 }), sparing] });
    await until(() => sparing.ready === 1);
    const controller = new AbortController();
    const busy = ahead.submit("wait", [10_000], { signal: controller.signal });
    await until(() => sparing.ready === 2);
    check.equal("a spare worker is started when the last becomes busy", sparing.started, 2);
    controller.abort();
    await Promise.allSettled([busy]);
    await ahead.close();

    const unused = cell.create({ abilities: [scaling({ minimum: 2 })] });
    await unused.close();
    check.ok("a pool that was given nothing to do closes while its minimum starts", true);

    const hopeless = census();
    const broken = cell.createOf(["throws.ts"], { abilities: [scaling({ minimum: 1 }), hopeless] });
    await until(() => hopeless.gone > 0);
    await broken.close();
    check.equal("a worker that cannot start is not started again and again", hopeless.started, 1);
  },
} satisfies Scenario;

interface Census extends Ability {
  ready: number;
  started: number;
  gone: number;
  /** Those that were gone and had calls. */
  died: number;
  /** Workers that were there when one had gone, at the fewest. */
  fewest: number;
}

function census(): Census {
  const seen: Census = {
    name: "census",
    ready: 0,
    started: 0,
    gone: 0,
    died: 0,
    fewest: Infinity,
    life: () => ({
      workerStarted: () => void seen.started++,
      workerReady: () => void seen.ready++,
      workerGone({ readyAt, calls }) {
        seen.gone++;
        if (calls.size > 0) seen.died++;
        if (readyAt !== undefined) seen.ready--;
        seen.fewest = Math.min(seen.fewest, seen.ready);
      },
    }),
  };
  return seen;
}

/** The driver's time limit ends what waits for ever. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
