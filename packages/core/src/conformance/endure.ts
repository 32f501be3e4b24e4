/** One fault in a pool of two workers, and everything that must hold around it. */
import { checkWhole } from "./whole.ts";
import type { SubmitOptions } from "../pool/tasks.ts";
import type { Check, ConformingExecutor, Thrown } from "./scenario.ts";

export interface Fault {
  /** As in "after …". */
  name: string;
  /** The class of the error its own call is rejected with. */
  rejects: string;
  call(pool: ConformingExecutor, options: SubmitOptions): Promise<unknown>;
  /** Resolves when the place of its call is free, which may be later than the call has settled. Default: at once. */
  freed?(): Promise<unknown>;
  /** How many more workers the pool counts as abandoned afterwards. Default 0. */
  abandons?: number;
}

/** Resolves to what the fault's own call was rejected with. */
export async function endure(pool: ConformingExecutor, check: Check, fault: Fault): Promise<Thrown> {
  const { name } = fault;
  const abandonedBefore = pool.abandoned;
  const neighbour = new AbortController();
  const neighbours = pool.submit("wait", [600_000], { signal: neighbour.signal });
  // Served by the other worker, since this one has its call: by then the neighbour runs.
  await pool.submit("add", [0, 0]);
  // Far longer than anything takes: a call that nobody settles fails its check, not the whole program.
  const faulty = fault.call(pool, { timeout: 40_000 });
  const queued = Promise.allSettled([1, 2, 3].map((n) => pool.submit("add", [n, n], { timeout: 40_000 })));

  const error = await check.rejects(`${name}: its call is rejected with ${fault.rejects}`, faulty, fault.rejects);
  await fault.freed?.();
  const values = await queued;
  check.equal(
    `${name}: the calls behind it are served`,
    values.map((settled) => (settled.status === "fulfilled" ? settled.value : String(settled.reason))),
    [2, 4, 6],
  );
  neighbour.abort();
  const ended = await check.rejects(
    `${name}: the call beside it runs on until it is cancelled`,
    neighbours,
    "TaskCancelled",
  );
  check.equal(`${name}: by its own signal`, ended.rung, "signalled");
  check.equal(`${name}: what is abandoned is counted`, pool.abandoned - abandonedBefore, fault.abandons ?? 0);
  await checkWhole(name, pool, 2, check);
  return error;
}
