/** Where several calls share a worker, one that heeds no signal is stopped with them: they are told why. */
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const watched = watch();
    const pool = cell.create({ workers: 1, tasksPerWorker: 3, grace: 100, abilities: [watched] });
    await pool.submit("add", [0, 0]);
    const neighbours = [pool.submit("wait", [600_000]), pool.submit("waitDeaf", [600_000])];
    const deaf = pool.submit("waitDeaf", [600_000], { timeout: 50 });
    const behind = pool.submit("add", [1, 2]);
    await check.rejects("a deaf task's own call is late", deaf, "DeadlineExceeded");
    for (const neighbour of neighbours) {
      const died = await check.rejects(
        "a call beside a deaf task is told that its worker died",
        neighbour,
        "WorkerDied",
      );
      const why = String(died.cause?.message);
      check.ok("a call beside a deaf task is told why", why.includes('"waitDeaf"') && why.includes("100 ms"), why);
      check.ok("also in words", String(died.message).includes(why), died.message);
    }
    check.equal("a call that waited is run by another worker", await behind, 3);
    const freed = [
      await watched.freed("waitDeaf", 1),
      await watched.freed("waitDeaf", 2),
      await watched.freed("wait", 1),
    ];
    check.equal("all places are freed by the stop", freed, ["stopped", "stopped", "stopped"]);

    const kept = await pool.submit("whichWorker", []);
    const calm = pool.submit("waitDeaf", [500]);
    await check.rejects("a task that heeds", pool.submit("wait", [600_000], { timeout: 50 }), "DeadlineExceeded");
    check.equal("a task that heeds its signal disturbs no neighbour", await calm, "deaf");
    check.equal("a task that heeds its signal keeps its worker", await pool.submit("whichWorker", []), kept);
    await pool.close();
  },
} satisfies Scenario;
