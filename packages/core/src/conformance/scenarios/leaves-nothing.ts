/** Twenty pools, opened, mistreated and closed one after the other: the last leaves as much behind as the first. */
import type { Cell, Check, Holdings, Scenario } from "../scenario.ts";

const ROUNDS = 20;
/** What a runtime opens for itself once it has run for a while. A leak of the pools' would come twenty times. */
const SPARE = 4;

export default {
  async run(cell, check) {
    const counted = countedSignal();
    const { signal } = counted;
    await round(cell, signal, 0);
    const first = await settled(cell);
    for (let i = 1; i < ROUNDS; i++) await round(cell, signal, i);
    const last = await settled(cell);

    check.equal("no listener is left on the caller's signal", counted.listeners, 0);
    check.ok("which had many", counted.everAdded >= ROUNDS, counted.everAdded);
    check.equal("the driver has looked, where it can", first === undefined, last === undefined);
    if (first && last) compare(first, last, check);
  },
} satisfies Scenario;

/** A pool that serves, cancels and is closed; every other one is terminated in the middle of its work, every fourth loses a worker. */
async function round(cell: Cell, signal: AbortSignal, index: number): Promise<void> {
  const pool = cell.create({ workers: index % 4 === 0 ? 2 : 1, grace: 20, stopTimeout: 100 });
  const ignored = (call: Promise<unknown>): Promise<unknown> => call.catch(() => {});
  await pool.submit("add", [1, 1], { signal });
  await Promise.all([pool.submit("wait", [1], { signal, timeout: 60_000 }), pool.submit("add", [1, 2], { signal })]);
  await ignored(pool.submit("raise", ["chain"], { signal }));
  await ignored(pool.submit("wait", [60_000], { signal, timeout: 5 }));
  const controller = new AbortController();
  const cancelled = ignored(pool.submit("wait", [60_000], { signal: controller.signal }));
  controller.abort();
  await cancelled;
  if (cell.capabilities.survivesDeath && index % 4 === 0) await ignored(pool.submit("exit", [1], { signal }));
  for await (const value of pool.map("echo", [1, 2, 3, 4, 5], { signal })) if (value === 2) break;
  if (index % 2 === 0) return await pool.close();
  const cut = [ignored(pool.submit("wait", [60_000], { signal })), ignored(pool.submit("add", [1, 1], { signal }))];
  await pool.terminate();
  await Promise.all(cut);
}

/** What is held once that no longer shrinks: threads and descriptors of workers that have ended may take a moment. */
async function settled(cell: Cell): Promise<Holdings | undefined> {
  let held = cell.look();
  for (let quiet = 0; held && quiet < 5; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = cell.look();
    if (now && now.threads + now.descriptors + now.children < held.threads + held.descriptors + held.children)
      quiet = 0;
    held = now;
  }
  return held;
}

function compare(first: Holdings, last: Holdings, check: Check): void {
  for (const what of ["threads", "descriptors"] as const) {
    check.ok(
      `as many ${what} as after the first`,
      last[what] <= first[what] + SPARE,
      `${first[what]}, then ${last[what]}`,
    );
  }
  check.equal("no child is left", last.children, 0);
}

interface Counted {
  signal: AbortSignal;
  listeners: number;
  everAdded: number;
}

/** A signal that knows its listeners. It is never aborted. */
function countedSignal(): Counted {
  const { signal } = new AbortController();
  const counted: Counted = { signal, listeners: 0, everAdded: 0 };
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    counted.listeners++;
    counted.everAdded++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    counted.listeners--;
    remove(...args);
  };
  return counted;
}
