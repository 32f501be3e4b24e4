/** What a task prints disturbs nobody, where standard output is not the channel. */
import { endure } from "../endure.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await using pool = cell.create();
    const text = "printed by a task\n";
    if (cell.capabilities.freeStdout) {
      const printed = await pool.submit("printToStdout", [text]);
      check.capability("freeStdout", "a task may print past console.log", printed === text);
    } else {
      const died = await endure(pool, check, {
        name: "a print to standard output",
        rejects: "WorkerDied",
        call: (pool, options) => pool.submit("printToStdout", [text], options),
      });
      const told = String(died.cause?.message).includes("printed by a task");
      check.capability("freeStdout", "a task may print past console.log", !told, died.cause);
    }
    check.equal("the pool serves", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;
