/** `process.abort()`: ends a process, is refused in most threads, and ends the program in the rest. */
import { endure } from "../endure.ts";
import { sacrificeWithout } from "../sacrifice.ts";
import type { Scenario } from "../scenario.ts";
import { checkWhole } from "../whole.ts";

const ABORT = ["SIGABRT"];

export default {
  models: ["async", "threading", "multiprocessing"],
  sacrifice: sacrificeWithout("abortIsolation", { node: ABORT, deno: ABORT, bun: ABORT }),
  async run(cell, check) {
    await using pool = cell.create();
    await checkWhole("the start", pool, cell.hasWorkers ? 2 : 1, check);
    const error = await endure(pool, check, {
      name: "abort()",
      rejects: cell.capabilities.signals ? "WorkerDied" : "TaskError",
      call: (pool, options) => pool.submit("abort", [], options),
    });
    if (cell.capabilities.signals) check.equal("the signal is told", error.signal, "SIGABRT");
    else check.equal("a thread may not", error.cause?.code, "ERR_WORKER_UNSUPPORTED_OPERATION");
    check.capability("abortIsolation", "the program lives after abort()", true);
  },
} satisfies Scenario;
