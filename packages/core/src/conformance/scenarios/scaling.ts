/** A pool that scales keeps its minimum, grows with its calls and shrinks without them. */
import { Scaling } from "../../executor/scaling.ts";
import { Statistics } from "../../executor/statistics.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const statistics = new Statistics();
    const workers = () => statistics.snapshot().workers;
    /** Workers that were there when one had gone, at the fewest. */
    let fewest = Infinity;
    const watcher = { workerGone: () => (fewest = Math.min(fewest, workers().ready)) };
    const plugins = [statistics, new Scaling({ minimum: 1, idleTimeout: 300 }), watcher];
    const pool = cell.create({ workers: 3, plugins });
    await until(() => workers().ready === 1);
    check.equal("the minimum is there without a call, and no more", workers().started, 1);

    while (workers().ready < 3) await Promise.all([1, 2, 3].map(() => pool.submit("wait", [20])));
    check.ok("calls make it grow", workers().started >= 3, workers());
    await until(() => workers().ready === 1);
    check.equal("when none come it shrinks, down to the minimum", fewest, 1);
    check.equal("no worker died of it", workers().died, 0);

    check.equal("it still takes calls", await pool.submit("add", [1, 2]), 3);
    const { died } = workers();
    await Promise.allSettled([pool.submit("exit", [5])]);
    await until(() => workers().ready === 1 && workers().died === died + 1);
    check.ok("a worker of the minimum that died is replaced without a call", true);
    await pool.close();
    check.equal("close() ends the minimum, too", workers().ready, 0);

    const unused = cell.create({ plugins: [new Scaling({ minimum: 2 })] });
    await unused.close();
    check.ok("a pool that was given nothing to do closes while its minimum starts", true);

    const hopeless = new Statistics();
    const broken = cell.createOf(["throws.ts"], { plugins: [hopeless, new Scaling({ minimum: 1 })] });
    await until(() => hopeless.snapshot().workers.died > 0);
    await broken.close();
    check.equal("a worker that cannot start is not started again and again", hopeless.snapshot().workers.started, 1);
  },
} satisfies Scenario;

/** The driver's time limit ends what waits for ever. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
