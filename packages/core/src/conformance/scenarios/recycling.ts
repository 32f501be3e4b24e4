/** Workers that have served long enough, or have grown too large, make room for others, and no call notices. */
import { recycling } from "../../abilities/recycling.ts";
import type { Ability } from "../../pool/worker-pool.ts";
import type { Scenario } from "../scenario.ts";
import { usedBytes } from "../tasks.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const all = leavers();
    const pool = cell.create({ workers: 1, abilities: [recycling({ afterCalls: 3 }), all] });
    const counts: number[] = [];
    for (let i = 0; i < 7; i++) counts.push(await pool.submit("countCalls", []));
    check.equal("a worker is given so many calls, and then another one is", counts, [1, 2, 3, 1, 2, 3, 1]);
    await pool.close();
    check.equal("a worker that is replaced leaves by itself", all.left, ["leaving", "leaving", "leaving"]);

    const busy = cell.create({ workers: 2, tasksPerWorker: 2, abilities: [recycling({ afterCalls: 3 })] });
    const atOnce = await Promise.all(Array.from({ length: 20 }, () => busy.submit("countCalls", [])));
    check.ok("no worker gets more calls than it may when many wait", Math.max(...atOnce) === 3, atOnce);
    await busy.close();

    const ageing = cell.create({ workers: 1, abilities: [recycling({ afterTime: 200 })] });
    const young = [await ageing.submit("countCalls", []), await ageing.submit("countCalls", [])];
    await ageing.submit("wait", [250]);
    check.equal(
      "a worker whose time is over is replaced",
      [...young, await ageing.submit("countCalls", [])],
      [1, 2, 1],
    );
    await ageing.close();

    const gone = leavers();
    const bounded = recycling({ aboveBytes: 100, askEvery: 0, usedBytes });
    const leaking = cell.create({ workers: 1, abilities: [bounded, gone] });
    await leaking.submit("use", [100]);
    check.equal("a worker within the bound of its memory stays", await leaking.submit("use", [0]), 100);
    await leaking.submit("use", [1]);
    await until(() => gone.left.length > 0);
    check.equal("a worker above the bound of its memory is replaced", await leaking.submit("use", [0]), 0);
    await leaking.close();

    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const wrong = cell.create({
      workers: 1,
      abilities: [recycling({ aboveBytes: 100, askEvery: 0, usedBytes, onError })],
    });
    await wrong.submit("use", [Number.NaN]);
    await until(() => errors.length > 0);
    check.equal("it is told that a worker cannot say its memory", errors[0]?.name, "TypeError");
    check.equal("a worker that cannot say its memory goes on serving", await wrong.submit("add", [1, 2]), 3);
    await wrong.close();
  },
} satisfies Scenario;

/** The states in which workers were when they ended. */
function leavers(): Ability & { left: string[] } {
  const left: string[] = [];
  return { name: "leavers", left, life: () => ({ workerGone: (_worker, _death, was) => void left.push(was) }) };
}

/** The driver's time limit ends what waits for ever. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
