/** A worker that is sent a signal: a process dies or stops alone, a thread has none of its own, and the program dies. */
import { endure } from "../endure.ts";
import { sacrificeWithout } from "../sacrifice.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { checkWhole } from "../whole.ts";

const KILL = ["SIGKILL"];

export default {
  models: ["async", "threading", "multiprocessing"],
  sacrifice: sacrificeWithout("signals", { node: KILL, deno: KILL, bun: KILL }),
  async run(cell, check) {
    const watched = watch();
    await using pool = cell.create({ grace: 100, abilities: [watched] });
    await checkWhole("the start", pool, cell.hasWorkers ? 2 : 1, check);
    for (const signal of ["SIGKILL", "SIGTERM", "SIGHUP"]) {
      const died = await endure(pool, check, {
        name: signal,
        rejects: "WorkerDied",
        call: (pool, options) => pool.submit("signalSelf", [signal], options),
      });
      check.capability("signals", `${signal} ends a worker, and is told`, died.signal === signal, died.signal);
      check.equal(`${signal}: there is no exit code then`, died.exitCode, null);
    }
    const { sigsegv } = cell.capabilities;
    const crashed = await endure(pool, check, {
      name: "SIGSEGV",
      rejects: sigsegv ? "WorkerDied" : "DeadlineExceeded",
      call: (pool) => pool.submit("signalSelf", ["SIGSEGV"], { timeout: 1_000 }),
    });
    check.capability("sigsegv", "it ends a worker", crashed.signal === "SIGSEGV", crashed);
    const stopped = await endure(pool, check, {
      name: "SIGSTOP",
      rejects: "DeadlineExceeded",
      call: (pool) => pool.submit("signalSelf", ["SIGSTOP"], { timeout: 200 }),
    });
    check.equal("SIGSTOP: the caller of a task that stands still is told at its deadline", stopped.rung, "signalled");
    check.equal("SIGSTOP: a worker that stands still is ended", await watched.freed("signalSelf", 5), "stopped");
  },
} satisfies Scenario;
