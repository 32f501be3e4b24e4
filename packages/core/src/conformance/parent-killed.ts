/** Not a scenario that ends: keeps two workers busy until its driver kills it, to see that they go too. */
import type { Scenario } from "./scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const pool = cell.create({ workers: 2 });
    await Promise.all([pool.submit("wait", [50]), pool.submit("wait", [50])]);
    const endless = [pool.submit("spinForever", []), pool.submit("spinForever", [])];
    await new Promise((resolve) => setTimeout(resolve, 100));
    check.ok("both workers compute for ever", true);
    await Promise.all(endless);
  },
} satisfies Scenario;
