/** close() finishes what was accepted and leaves nothing; the driver sees that this program then ends by itself. */
import process from "node:process";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const pool = cell.create({ workers: 2 });
    const accepted = [30, 20, 10, 5].map((time) => pool.submit("wait", [time]));
    const closing = pool.close();
    check.ok("close() may be called twice and gives the same promise", closing === pool.close());
    await check.rejects("no call is taken after close()", pool.submit("add", [1, 2]), "PoolClosed");
    check.equal("accepted calls finish", await Promise.all(accepted), [30, 20, 10, 5]);
    await closing;
    await check.rejects("nor when it has closed", pool.submit("add", [1, 2]), "PoolClosed");
    check.equal("terminate() after close() is no error", (await pool.terminate()) === undefined, true);

    const unused = cell.create();
    await unused.close();
    check.ok("an unused executor closes", true);

    let inside: number | undefined;
    let disposed: ReturnType<typeof cell.create>;
    {
      await using scoped = cell.create();
      disposed = scoped;
      void scoped.submit("wait", [50]).then((value) => (inside = value));
    }
    check.equal("await using waits for what was accepted", inside, 50);
    await check.rejects("and closes", disposed.submit("add", [1, 1]), "PoolClosed");

    const unheard: string[] = [];
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (error) => unheard.push((error as Error).name));
    const careless = cell.create({ workers: 1, grace: 20 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    void careless.submit("wait", [10_000], { signal: controller.signal });
    void careless.submit("raise", ["chain"]);
    await careless.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
    check.equal("errors that nobody waits for are not swallowed by close()", unheard, ["TaskCancelled", "TaskError"]);

    const terminated = cell.create({ workers: 1 });
    const running = terminated.submit("wait", [10_000]);
    const queued = terminated.submit("add", [1, 2]);
    const rejections = [
      check.rejects("terminate() rejects what runs", running, "PoolClosed"),
      check.rejects("terminate() rejects what waits", queued, "PoolClosed"),
    ];
    await terminated.terminate();
    await Promise.all(rejections);
    await check.rejects("no call is taken after terminate()", terminated.submit("add", [1, 2]), "PoolClosed");
  },
} satisfies Scenario;
