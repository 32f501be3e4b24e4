/** A worker that dies is replaced when a call needs it, a call that ends its worker is not handed out again, and failed starts back off. */
import { diesOnReceipt } from "../dies-on-receipt.ts";
import { NO_WORKERS } from "../inputs.ts";
import type { Cell, Check, Scenario, WorkerModule } from "../scenario.ts";
import { watch } from "../watch.ts";
import { checkWhole } from "../whole.ts";

/** Modules of workers that end after they have begun to serve, or before. */
const ENDS: Record<string, WorkerModule> = {
  "a module that throws after serve()": "throws-late",
  "a module that throws before it": "throws.ts",
  "an init that fails": "failing-init",
};

export default {
  models: ["threading", "multiprocessing"],
  inputs: {
    ...Object.fromEntries(Object.keys(ENDS).map((input) => [input, NO_WORKERS])),
    "a call that its worker dies of on receipt": NO_WORKERS,
    "a caller that tries again for ever": NO_WORKERS,
    "a pool that is closed while starts back off": NO_WORKERS,
  },
  async run(cell, check) {
    for (const [name, module] of Object.entries(ENDS)) await givesUp(name, module, cell, check);
    await persistentCaller(cell, check);
    await deathOnReceipt(cell, check);

    const backing = cell.createOf(["throws.ts"], { workers: 1 });
    for (let i = 0; i < 5; i++) await backing.submit("add", [1, 2]).catch(() => {});
    const waiting = backing.submit("add", [1, 2]);
    const told = check.rejects(
      "a pool that is closed while starts back off: what waits is told",
      waiting,
      "WorkerDied",
    );
    await backing.close();
    await told;
    check.ok("a pool that is closed while starts back off: closes", true);
  },
} satisfies Scenario;

/** Nobody starts what nobody waits for. */
async function givesUp(name: string, module: WorkerModule, cell: Cell, check: Check): Promise<void> {
  const watched = watch();
  const pool = cell.createOf([module], { workers: 2, abilities: [watched] });
  const calls = [1, 2, 3].map((n) => pool.submit("add", [n, n], { timeout: 20_000 }));
  for (const call of calls) {
    const died = await check.rejects(`${name}: each waiting call is told`, call, "WorkerDied");
    // Between serve() and the end of its module it may have become ready, and been given the call.
    const had = module === "throws-late" ? [null, "add"] : [null];
    check.ok(`${name}: with what its worker had`, had.includes(died.task), died.task);
  }
  const started = watched.started;
  // Two fail in turn for as long as starting takes longer than the wait before the next start.
  check.ok(`${name}: starts are few`, started <= 8, started);
  await new Promise((resolve) => setTimeout(resolve, 500));
  check.equal(`${name}: no start without a call`, watched.started, started);
  await pool.close();
  check.ok(`${name}: the pool closes`, true);
}

/** The wait before a start doubles from 0.1 s on, so that their number grows with the logarithm of the time. */
async function persistentCaller(cell: Cell, check: Check): Promise<void> {
  const watched = watch();
  const pool = cell.createOf(["throws.ts"], { workers: 1, abilities: [watched] });
  const begin = performance.now();
  let refused = 0;
  while (performance.now() - begin < 1500 || refused < 2) await pool.submit("add", [1, 2]).catch(() => refused++);
  const most = 3 + Math.ceil(Math.log2((performance.now() - begin) / 100));
  const name = "a caller that tries again for ever";
  check.ok(`${name}: is answered each time`, refused > 1, refused);
  check.ok(`${name}: at most ${most} workers were started`, watched.started <= most, watched.started);
  await pool.close();

  const mended = cell.createOf(["throws.ts", "throws.ts", "throws.ts", "conforming"], { workers: 2 });
  const ends: string[] = [];
  while (ends.at(-1) !== "fulfilled" && ends.length < 20) {
    const [end] = await Promise.allSettled([mended.submit("add", [1, 2], { timeout: 20_000 })]);
    ends.push(end.status);
  }
  check.equal(`${name}: is served when a start succeeds`, ends.at(-1), "fulfilled");
  await checkWhole("failed starts", mended, 2, check);
  await mended.close();
}

async function deathOnReceipt(cell: Cell, check: Check): Promise<void> {
  const name = "a call that its worker dies of on receipt";
  const watched = watch();
  const pool = cell.create({ workers: 1, abilities: [watched, diesOnReceipt()] });
  for (const time of [1, 2, 3]) {
    const died = await check.rejects(
      `${name}: is told`,
      pool.submit("exit", [time], { timeout: 20_000 }),
      "WorkerDied",
    );
    check.equal(`${name}: the error names the task`, died.task, "exit");
  }
  check.equal(`${name}: is handed out once`, watched.started, 3);
  check.equal(`${name}: the next call is served`, await pool.submit("add", [1, 1]), 2);
  await pool.close();
}
