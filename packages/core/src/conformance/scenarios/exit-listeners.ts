/** What a task's module has registered for its worker's end is heard when a pool is closed. */
import { NO_WORKERS } from "../inputs.ts";
import { insight } from "../insight.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  inputs: {
    'a listener of "exit" on process': { ...NO_WORKERS, deno: 'a program\'s own event is "unload"' },
    'a listener of "unload"': { ...NO_WORKERS, node: "it has no such event", bun: "it has no such event" },
  },
  async run(cell, check) {
    const seen = insight();
    const pool = cell.create({ workers: 1, abilities: [seen] });
    await pool.submit("tellOfExit", []);
    check.equal("a worker that serves has not ended", seen.told, []);
    await pool.close();
    const told = seen.told.filter((what) => typeof what === "string");
    if (cell.runtime === "deno") check.ok('a listener of "unload": is called', told.includes("unload"), told);
    else check.ok('a listener of "exit" on process: is called', told.includes("exit"), told);
    check.equal("each listener is called once", told.length, new Set(told).size);
  },
} satisfies Scenario;
