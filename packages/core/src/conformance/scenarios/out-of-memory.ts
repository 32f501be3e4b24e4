/** A task that takes all the memory there is, under a bound: where the heap is the worker's own, only the worker dies. */
import { endure } from "../endure.ts";
import { sacrificeWithout } from "../sacrifice.ts";
import type { Conditions, Scenario } from "../scenario.ts";
import { checkWhole } from "../whole.ts";

/** Children inherit them. V8 has a flag for each heap; JavaScriptCore has none, and wants little more than it fills. */
const BOUNDS: Record<string, Conditions> = {
  node: { environment: { NODE_OPTIONS: "--max-old-space-size=64" } },
  deno: { environment: { DENO_V8_FLAGS: "--max-old-space-size=64" } },
  bun: { dataBytes: 400_000_000 },
};

/** An engine gives up by one or the other, as it happens to notice. */
const FATAL = ["SIGABRT", "SIGTRAP"];

export default {
  models: ["async", "threading", "multiprocessing"],
  conditions: (runtime) => BOUNDS[runtime],
  sacrifice: sacrificeWithout("oomIsolation", { node: FATAL, deno: FATAL, bun: FATAL }),
  async run(cell, check) {
    await using pool = cell.create();
    await checkWhole("the start", pool, cell.hasWorkers ? 2 : 1, check);
    const died = await endure(pool, check, {
      name: "no memory left",
      rejects: "WorkerDied",
      call: (pool, options) => pool.submit("fillMemory", [], options),
    });
    check.ok("the error says how, as far as anybody knows", /SIG|heap|memory/i.test(died.message), died);
    check.capability("oomIsolation", "the program lives after a worker ran out of memory", true);
  },
} satisfies Scenario;
