/**
 * A pool that grows before calls need it and shrinks when they stay away: so many workers are always there, some more than are busy
 * if wanted, and those that have nothing to do for a while leave.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, {
 *       workers: 8,
 *       abilities: [scaling({ minimum: 2, idleTimeout: 30_000 })],
 *     });
 *
 *      workers  8 ┤        ▄▇▇▇▇▇▄
 *      minimum  2 ┤▇▇▇▇▇▇▇▇▇     ▇▇▇▇▇▇▇▇    calls come, and then none for 30 s
 *
 * For calls that wait, a pool starts workers anyhow. The minimum is started when the pool is made. A worker of it that goes is
 * replaced at once, unless it goes before it was given a call: what cannot live would be started for ever, so then the next call
 * starts one, as in a plain pool.
 */
import { checkNumber, inMicrotask, now } from "../pool/tasks.ts";
import type { Ability, Handle, Life, PoolWorker } from "../pool/worker-pool.ts";

export interface ScalingOptions {
  /** Workers that are kept, whether there are calls or not; no more than the pool's `workers`. Minimum 0; default 1. */
  minimum?: number | undefined;
  /** Workers that are kept ready beyond those that have calls, so that the next ones find them started. Minimum 0; default 0. */
  spare?: number | undefined;
  /** Milliseconds without a call after which a worker beyond these leaves; from 25 days on: never. Minimum 0; default 10,000. */
  idleTimeout?: number | undefined;
}

/** @throws {RangeError} an option is negative or not a number */
export function scaling({ minimum = 1, spare = 0, idleTimeout = 10_000 }: ScalingOptions = {}): Ability {
  const numbers = Object.entries({ minimum, spare, idleTimeout });
  for (const [name, value] of numbers) checkNumber(`Cannot scale a pool: ${name}`, value, 0);
  return { name: "scaling", life: (handle) => scaled(handle, minimum, spare, idleTimeout) };
}

/** As they were when this module was loaded: test runners put others in their place, whose time stands still. */
const { setTimeout, clearTimeout } = globalThis;
const LONGEST_TIMER = 2 ** 31 - 1;

function scaled(handle: Handle, minimum: number, spare: number, idleTimeout: number): Life {
  const idleSince = new WeakMap<PoolWorker, number>();
  const served = new WeakSet<PoolWorker>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closing = false;

  const wanted = (): number => {
    const busy = [...handle.workers].filter(({ calls }) => calls.size > 0).length;
    return Math.max(minimum, busy + spare);
  };
  const grow = (): void => {
    if (!closing) handle.start(wanted());
  };
  const lookAfter = (milliseconds: number): void => {
    if (timer || closing || milliseconds > LONGEST_TIMER) return;
    timer = setTimeout(shrink, Math.ceil(milliseconds));
    // A pool that does not keep its program alive is not to do so by this.
    (timer as { unref?: () => void }).unref?.();
  };
  /** Lets those go that have been idle for too long, the longest first; for the others it looks again. */
  const shrink = (): void => {
    timer = undefined;
    const staying = [...handle.workers].filter(({ state }) => state === "ready");
    const idle = staying
      .filter(({ calls }) => calls.size === 0)
      .map((worker) => ({ worker, dueAt: (idleSince.get(worker) ?? 0) + idleTimeout }))
      .sort((a, b) => a.dueAt - b.dueAt);
    for (const { worker, dueAt } of idle.slice(0, Math.max(0, staying.length - wanted()))) {
      if (dueAt > now()) return lookAfter(dueAt - now());
      handle.retire(worker);
    }
  };
  const idles = (worker: PoolWorker): void => {
    idleSince.set(worker, now());
    lookAfter(idleTimeout);
  };

  inMicrotask(grow); // the pool is still being made
  return {
    given(_call, worker) {
      served.add(worker);
      if (spare > 0) inMicrotask(grow); // the call goes to its worker first
    },
    workerReady: idles,
    workerIdle: idles,
    workerGone: (worker) => void (served.has(worker) && grow()),
    closing() {
      closing = true;
      clearTimeout(timer);
    },
  };
}
