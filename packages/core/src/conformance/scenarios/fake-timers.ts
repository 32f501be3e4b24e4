/** Test runners put timers in the place of the real ones that stand still: a pool keeps those it found when it was loaded. */
import type { Scenario } from "../scenario.ts";

/** What the test runners of the three runtimes, vitest and Jest replace. */
const FAKED = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "clearImmediate",
  "queueMicrotask",
] as const;

export default {
  inputs: { "timers that stand still": {} },
  async run(cell, check) {
    const real = Object.fromEntries(FAKED.map((name) => [name, globalThis[name]]));
    const clocks = [performance, Date].map((clock) => [clock, { now: Reflect.get(clock, "now") }] as const);
    const stood = performance.now();
    for (const name of FAKED) Object.assign(globalThis, { [name]: () => ({ ref() {}, unref() {} }) });
    performance.now = () => stood;
    Date.now = () => 0;
    const seen: Record<string, unknown> = {};
    try {
      const pool = cell.create({ workers: 1, grace: 200 });
      seen["a call is answered"] = await pool.submit("add", [1, 2]);
      seen["a deadline passes"] = await nameOf(pool.submit("wait", [600_000], { timeout: 50 }));
      seen["a run time is over"] = await nameOf(pool.submit("wait", [600_000], { runTimeout: 50 }));
      const values: unknown[] = [];
      for await (const value of pool.map("echo", [1, 2, 3])) values.push(value);
      seen["map() goes on"] = values;
      if (cell.hasWorkers)
        seen["a deaf task is stopped"] = await nameOf(pool.submit("waitDeaf", [600_000], { timeout: 50 }));
      seen["the next call is answered"] = await pool.submit("add", [1, 2]);
      await pool.close();
      seen["close() ends"] = true;
      if (cell.hasWorkers) {
        const impossible = cell.createOf(["no such\0file.ts"], { workers: 1 });
        seen["a worker that cannot be made is told of"] = await nameOf(impossible.submit("add", [1, 2]));
        await impossible.close();
        const silent = cell.createOf(["never-ready.ts"], { workers: 1, readyTimeout: 200 });
        seen["a worker that is never ready is told of"] = await nameOf(silent.submit("add", [1, 2]));
        await silent.close();
      }
    } finally {
      Object.assign(globalThis, real);
      for (const [clock, now] of clocks) Object.assign(clock, now);
    }
    const wanted = {
      "a call is answered": 3,
      "a deadline passes": "DeadlineExceeded",
      "a run time is over": "DeadlineExceeded",
      "map() goes on": [1, 2, 3],
      ...(cell.hasWorkers && { "a deaf task is stopped": "DeadlineExceeded" }),
      "the next call is answered": 3,
      "close() ends": true,
      ...(cell.hasWorkers && {
        "a worker that cannot be made is told of": "WorkerDied",
        "a worker that is never ready is told of": "WorkerDied",
      }),
    };
    for (const [what, found] of Object.entries(wanted))
      check.equal(`timers that stand still: ${what}`, seen[what], found);
  },
} satisfies Scenario;

const nameOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (value) => `the value ${String(value)}`,
    (error: Error) => error.name,
  );
