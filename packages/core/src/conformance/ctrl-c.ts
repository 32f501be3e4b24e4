/** Not a scenario of the list: its driver sends SIGINT to the whole process group, as a terminal does, and it closes its pool then. */
import process from "node:process";
import type { Scenario } from "./scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const pool = cell.create({ workers: 2 });
    await Promise.all([pool.submit("wait", [50]), pool.submit("wait", [50])]);
    const calls = Promise.allSettled([
      pool.submit("wait", [2_000]),
      pool.submit("wait", [2_000]),
      pool.submit("add", [1, 2]),
    ]);
    const interrupted = new Promise<void>((resolve) => process.once("SIGINT", () => resolve()));
    check.ok("its workers are busy", true);
    await interrupted;
    await pool.close();
    const ends = (await calls).map((end) => (end.status === "fulfilled" ? end.value : (end.reason as Error).name));
    check.equal("what ran and what waited has ended well", ends, [2_000, 2_000, 3]);
  },
} satisfies Scenario;
