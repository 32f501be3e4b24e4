/**
 * A pool that grows and shrinks: so many workers are always there, more while there is work, and those that have nothing to do
 * for a while leave.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, {
 *       workers: 8,
 *       plugins: [new Scaling({ minimum: 2, idleTimeout: 30_000 })],
 *     });
 *
 *      workers  8 ┤        ▄▇▇▇▇▇▄
 *      minimum  2 ┤▇▇▇▇▇▇▇▇▇     ▇▇▇▇▇▇▇▇    calls come, and then none for 30 s
 *
 * For pools of workers; one for each. The minimum is started when the pool is made, without waiting for calls. A worker of it
 * that goes is replaced at once, unless it goes before it was given a call: what cannot live would be started for ever, so then
 * the next call starts one, as in a plain pool.
 */
import type { Death } from "./errors.ts";
import type { PluggedPool, Plugin } from "./plugin.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export interface ScalingOptions {
  /** Workers that are kept, whether there are calls or not; no more than the pool's `workers`. Minimum 0, default 1. */
  minimum?: number | undefined;
  /** Milliseconds without a call after which a worker beyond the minimum leaves. `Infinity`: never. Minimum 0, default 10,000. */
  idleTimeout?: number | undefined;
}

/** Milliseconds: a longer timer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class Scaling implements Plugin {
  readonly #minimum: number;
  readonly #idleTimeout: number;
  /** Undefined before the pool is made, and when it is closing. */
  #pool: PluggedPool | undefined;
  readonly #readyAt = new WeakMap<WorkerHandle, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws {RangeError} when an option is negative or not a number */
  constructor({ minimum = 1, idleTimeout = 10_000 }: ScalingOptions = {}) {
    for (const [name, value] of Object.entries({ minimum, idleTimeout })) {
      if (!(value >= 0)) throw new RangeError(`Cannot scale a pool: ${name} must be 0 or more: found ${value}`);
    }
    this.#minimum = minimum;
    this.#idleTimeout = idleTimeout;
  }

  attach(pool: PluggedPool): void {
    this.#pool = pool;
    pool.startWorkers(this.#minimum);
  }

  workerReady(worker: WorkerHandle): void {
    this.#readyAt.set(worker, performance.now());
  }

  workerIdle(): void {
    if (this.#timer === undefined) this.#lookAfter(this.#idleTimeout);
  }

  workerGone(worker: WorkerHandle, _death: Death): void {
    if (worker.inFlight.heardAt > 0) this.#pool?.startWorkers(this.#minimum);
  }

  closing(): void {
    this.#pool = undefined;
    clearTimeout(this.#timer);
  }

  #lookAfter(milliseconds: number): void {
    if (!this.#pool) return;
    const delay = Math.min(Math.ceil(milliseconds), LONGEST_TIMER);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#endIdle();
    }, delay);
  }

  /** Ends those that have been idle for too long, the longest first; for the others it looks again. */
  #endIdle(): void {
    const staying = [...(this.#pool?.workers ?? [])].filter((worker) => worker.state === "ready" && !worker.ending);
    const idle = staying
      .filter(({ inFlight }) => inFlight.calls.size === 0)
      .map((worker) => ({ worker, dueAt: this.#idleSince(worker) + this.#idleTimeout }))
      .sort((a, b) => a.dueAt - b.dueAt);
    const now = performance.now();
    for (const { worker, dueAt } of idle.slice(0, Math.max(0, staying.length - this.#minimum))) {
      if (dueAt > now) return this.#lookAfter(dueAt - now);
      void worker.end();
    }
  }

  #idleSince(worker: WorkerHandle): number {
    return Math.max(worker.inFlight.heardAt, this.#readyAt.get(worker) ?? 0);
  }
}
