/** close({ waiting: "reject" }) drops what waits and lets finish what runs. */
import type { Cell, Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const pool = cell.create({ workers: 1 });
    await pool.submit("add", [0, 0]);
    const running = pool.submit("wait", [200]);
    await given(cell);
    const waiting = [1, 2, 3].map((n) => pool.submit("countCalls", []).then(() => n));
    const closing = pool.close({ waiting: "reject" });
    for (const call of waiting) await check.rejects("a call that waits is rejected", call, "PoolClosed");
    check.equal("a call that runs finishes", await running, 200);
    await closing;
    check.ok("such a close resolves", true);

    const changed = cell.create({ workers: 1 });
    await changed.submit("add", [0, 0]);
    const first = changed.submit("wait", [200]);
    await given(cell);
    const second = changed.submit("wait", [600_000]);
    const patient = changed.close();
    const hasty = changed.close({ waiting: "reject" });
    await check.rejects("a close that waits can be made to wait no longer", second, "PoolClosed");
    check.equal("a close that waits no longer still waits for what runs", await first, 200);
    await Promise.all([patient, hasty]);

    const mapping = cell.create({ workers: 1 });
    await mapping.submit("add", [0, 0]);
    const results = mapping.map("wait", [50, 50, 50, 50], { lookAhead: 4 });
    check.equal("a map that is under way", (await results.next()).value, 50);
    const closed = mapping.close({ waiting: "reject" });
    const rest = Array.fromAsync(results);
    await check.rejects("ends when what waits of it is rejected", rest, "PoolClosed");
    await closed;
    if (!cell.hasWorkers || cell.model === "distributed") return; // a job worker has the call then

    const starting = cell.createOf(["never-ready.ts"], { workers: 1, grace: 100 });
    const early = starting.submit("add", [1, 2]);
    const told = check.rejects("a call that waits for a start is rejected", early, "PoolClosed");
    await starting.close({ waiting: "reject" });
    await told;
    check.ok("a pool without a worker that is ready closes", true);
  },
} satisfies Scenario;

/** A worker has the call that was submitted: elsewhere it has it at once. */
async function given({ model }: Cell): Promise<void> {
  if (model === "distributed") await new Promise((resolve) => setTimeout(resolve, 100));
}
