/** Workers that have served long enough, or have grown too large, make room for others, and no call notices. */
import type { Plugin } from "../../executor/plugin.ts";
import { Recycling } from "../../executor/recycling.ts";
import { Statistics } from "../../executor/statistics.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const statistics = new Statistics();
    const pool = cell.create({ workers: 1, plugins: [statistics, new Recycling({ afterTasks: 3 })] });
    const counts: number[] = [];
    for (let i = 0; i < 7; i++) counts.push(await pool.submit("countCalls", []));
    check.equal("a worker is given so many calls, and then another one is", counts, [1, 2, 3, 1, 2, 3, 1]);
    await pool.close();
    const { workers, total } = statistics.snapshot();
    check.equal("three workers were needed, none died", [workers.started, workers.died], [3, 0]);
    check.equal("every call completed", total.completed, 7);

    const busy = cell.create({ workers: 2, plugins: [new Recycling({ afterTasks: 2 })] });
    const atOnce = await Promise.all(Array.from({ length: 9 }, () => busy.submit("countCalls", [])));
    check.ok("no worker gets more, where calls travel together too", Math.max(...atOnce) <= 2, atOnce);
    await busy.close();

    const gone = Promise.withResolvers<void>();
    const watcher: Plugin = { workerGone: () => gone.resolve() };
    const leaking = cell.create({ workers: 1, plugins: [new Recycling({ aboveBytes: 100, askEvery: 0 }), watcher] });
    await leaking.submit("use", [100]);
    check.equal("a worker within the bound stays", await leaking.submit("use", [0]), 100);
    await leaking.submit("use", [1]);
    await gone.promise;
    check.equal("one above it is ended, and replaced", await leaking.submit("use", [0]), 0);
    await leaking.close();

    const mistaken = Promise.withResolvers<Error>();
    const mute = new Recycling({ aboveBytes: 100, memoryTask: "nope", onError: mistaken.resolve });
    const wrong = cell.create({ workers: 1, plugins: [mute] });
    check.equal("calls are served where a worker cannot say its memory", await wrong.submit("add", [1, 2]), 3);
    check.equal("and that is told", (await mistaken.promise).name, "UnknownTask");
    await wrong.close();
  },
} satisfies Scenario;
