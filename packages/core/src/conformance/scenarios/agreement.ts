/** The two halves of a pool agree on its abilities when a worker starts: one that lacks any does not serve. */
import type { Ability } from "../../pool/worker-pool.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const unknown: Ability = { name: "unheard of", serve: () => ({}) };
    const pool = cell.create({ workers: 1, abilities: [unknown] });
    const died = await check.rejects(
      "a worker that lacks an ability is told of",
      pool.submit("add", [1, 2]),
      "WorkerDied",
    );
    const told = String(died.message);
    check.ok("by the ability's name, and with the cure", told.includes('"unheard of"') && told.includes("serve"), told);
    await pool.close();
    check.ok("such a pool closes", true);

    const ours: Ability = { name: "unheard of", life: () => ({}) };
    const alone = cell.create({ workers: 1, abilities: [ours] });
    check.equal("an ability without a worker's half needs none", await alone.submit("add", [1, 2]), 3);
    await alone.close();
  },
} satisfies Scenario;
