/** An idle pool keeps its program alive, unless it was made not to; a call always does. */
import process from "node:process";
import { setTimeout as startTimer } from "node:timers";
import { NO_WORKERS } from "../inputs.ts";
import type { Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  unclosed: true,
  inputs: {
    "an idle pool with keepAlive": NO_WORKERS,
    "an idle pool without": NO_WORKERS,
    "a busy pool without": NO_WORKERS,
  },
  async run(cell, check) {
    const kept = cell.create({ workers: 1 });
    const free = cell.create({ workers: 1, keepAlive: false });
    await kept.submit("add", [1, 1]);
    await free.submit("add", [1, 1]);

    const seen = { idle: false, answered: false, heldOn: false };
    // From here on nothing but the pools holds the program: these timers do not.
    startTimer(() => {
      seen.idle = true;
      const answered = (): void => {
        seen.answered = true;
        startTimer(() => {
          seen.heldOn = true;
          void free.close();
        }, 2_000).unref();
      };
      void free.submit("wait", [500]).then(answered);
      void kept.close();
    }, 500).unref();
    process.on("exit", () => {
      check.ok("an idle pool with keepAlive: keeps its program alive", seen.idle);
      check.ok("a busy pool without: keeps its program alive until it has answered", seen.answered);
      check.capability("keepAlive", "an idle pool can let its program end", !seen.heldOn);
      check.ok("an idle pool without: the program has ended", true);
    });
  },
} satisfies Scenario;
