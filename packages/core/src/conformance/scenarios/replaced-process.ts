/** A task may put something else in the place of the global process: its worker serves on, and leaves when it is told to. */
import type { Scenario } from "../scenario.ts";

export default {
  inputs: { "a process that is an empty object": {}, "no process": {}, "a process whose every field throws": {} },
  async run(cell, check) {
    const { process } = globalThis;
    const others = {
      "a process that is an empty object": "empty",
      "no process": "none",
      "a process whose every field throws": "throwing",
    } as const;
    for (const [name, kind] of Object.entries(others)) {
      const pool = cell.create({ workers: 1 });
      await pool.submit("replaceProcess", [kind]);
      check.equal(`${name}: the next call is answered`, await pool.submit("add", [1, 2]), 3);
      const thrown = pool.submit("raise", ["rangeError"]);
      await check.rejects(`${name}: a task that throws is told of`, thrown, "TaskError");
      await pool.close();
      globalThis.process = process; // in one isolate it is this one's
      check.ok(`${name}: the pool closes`, true);
    }
  },
} satisfies Scenario;
