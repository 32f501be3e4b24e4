/** prewarm() starts all workers and is done when they are ready; a closed pool starts none. */
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { servingWorkers } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const watched = watch();
    const pool = cell.create({ workers: 3, abilities: [watched] });
    check.equal("a pool starts no worker before it needs one", watched.started, 0);
    await pool.prewarm?.();
    check.equal("prewarm() starts all workers", watched.started, 3);
    await Promise.all([pool.prewarm?.(), pool.prewarm?.()]);
    check.equal("prewarm() starts none again", watched.started, 3);
    check.equal("all workers of a warm pool serve", (await servingWorkers(pool, 3)).length, 3);
    check.equal("a warm pool needs no other", watched.started, 3);
    await pool.close();
    await check.rejects("prewarm() after close() is refused", pool.prewarm?.() ?? Promise.resolve(), "PoolClosed");
    check.equal("prewarm() after close() starts no worker", watched.started, 3);

    const ended = watch();
    const terminated = cell.create({ workers: 2, abilities: [ended] });
    await terminated.terminate();
    await check.rejects(
      "prewarm() after terminate() is refused",
      terminated.prewarm?.() ?? Promise.resolve(),
      "PoolClosed",
    );
    check.equal("prewarm() after terminate() starts no worker", ended.started, 0);

    const cut = cell.create({ workers: 2 });
    const warming = cut.prewarm?.() ?? Promise.resolve();
    const told = check.rejects("prewarm() that terminate() cuts short is rejected", warming, "WorkerDied");
    await cut.terminate();
    await told;
    const left = cell.create({ workers: 2 });
    const [, closed] = await Promise.allSettled([left.prewarm?.(), left.close()]);
    check.equal("close() while a pool warms up resolves", closed.status, "fulfilled");

    const broken = cell.createOf(["throws.ts"]);
    await check.rejects(
      "prewarm() tells of a worker that cannot start",
      broken.prewarm?.() ?? Promise.resolve(),
      "WorkerDied",
    );
    await broken.close();
  },
} satisfies Scenario;
