/**
 * Runs tasks in workers, whatever these are: a thread pool or a process pool is this class and a native link.
 *
 *      ┌───────────────── this isolate ─────────────────┐           ┌──── a thread or process ────┐
 *      │ submit ─▶ queue ─▶ WorkerPool ─▶ WorkerHandle ─┼─ calls ──▶│ workerSide ─▶ your task     │
 *      │ promise ◀─ Call ◀─────────────── WorkerHandle ◀┼─ replies ─│ ◀──────────── value, error  │
 *      └────────────────────────────────────────────────┘           └─────────────────────────────┘
 *
 * Scheduler    takes calls and keeps them in line until there is room
 * WorkerPool   starts workers as they are needed, shares the calls out, replaces workers that died
 * WorkerHandle knows what its worker has in flight, and settles each call when it is answered, dies or is stopped
 * Prefetch     says how much a worker may hold ahead of what it runs
 * Link         posts, receives, stops, and tells of death: the only native part
 */
import type { Call } from "./call.ts";
import { WorkerDied } from "./errors.ts";
import type { Plugin } from "./plugin.ts";
import { Prefetch } from "./prefetch.ts";
import { Scheduler, type SchedulerOptions } from "./scheduler.ts";
import type { Connect } from "./wire.ts";
import { WorkerHandle, type WorkerLimits, type WorkerOwner } from "./worker-handle.ts";

export interface WorkerPoolOptions extends SchedulerOptions, Partial<WorkerLimits> {
  /** Workers at most; each is started when a call needs it. Minimum 1; default: what `navigator.hardwareConcurrency` says. */
  workers?: number | undefined;
  /**
   * Calls in flight at one worker at most, those that it only holds ahead included. Default: while tasks are short, as many as
   * about two milliseconds of work, learnt from what tasks took. 1 sends each call by itself, to a worker that can start it at once.
   */
  tasksInFlight?: number | undefined;
}

/** Milliseconds that a worker with calls ahead may be silent while another has nothing to do. */
const PATIENCE = 1;

export class WorkerPool<Tasks> extends Scheduler<Tasks> {
  protected readonly capacity: number;
  readonly #connect: Connect;
  readonly #limits: WorkerLimits;
  readonly #most: number;
  readonly #prefetch: Prefetch;
  readonly #workers = new Set<WorkerHandle>();
  /** Starts that failed since one succeeded. */
  #failedStarts = 0;
  #impatience: ReturnType<typeof setTimeout> | undefined;

  /** @throws {RangeError} when an option is out of its range */
  constructor(connect: Connect, options: WorkerPoolOptions = {}) {
    super(options);
    const { readyTimeout = 10_000, grace = 1000, stopTimeout = 1000, tasksPerWorker = 1 } = options;
    const { workers = navigator.hardwareConcurrency } = options;
    for (const [name, value] of Object.entries({ workers, tasksPerWorker })) {
      if (!(value >= 1)) throw new RangeError(`Cannot make a pool: ${name} must be 1 or more: found ${value}`);
    }
    this.#most = workers;
    this.capacity = workers * tasksPerWorker;
    this.#connect = connect;
    this.#prefetch = new Prefetch(options.tasksInFlight);
    this.#limits = { readyTimeout, grace, stopTimeout, tasksPerWorker };
    const startWorkers = (count: number): void => this.#start(count - this.#workers.size);
    const plugged = { workers: this.#workers, tasksPerWorker, startWorkers, fill: () => this.fill() };
    for (const plugin of this.plugins) plugin.attach?.(plugged);
  }

  /** Workers that were stopped but could not be, and still run: busy threads, where the runtime cannot end one. They have been replaced. */
  get abandoned(): number {
    return this.#owner.abandoned;
  }

  /**
   * Starts all workers now, instead of when calls need them.
   *
   * @throws {WorkerDied} one of them ended before it was ready
   */
  async prewarm(): Promise<void> {
    this.#start(this.#most - this.#workers.size);
    await Promise.all([...this.#workers].map((worker) => worker.whenReady()));
  }

  protected fill(): void {
    for (;;) {
      let best: WorkerHandle | undefined;
      let next: Call | undefined;
      for (const worker of this.#workers) {
        if (!worker.takesCalls || (best && worker.inFlight.weight >= best.inFlight.weight)) continue;
        const call = this.queue.peek(worker);
        if (call && worker.inFlight.mayTake(call)) [best, next] = [worker, call];
      }
      if (!best || !next) break;
      this.queue.shift(best);
      next.started = true;
      best.inFlight.take(next);
      for (const plugin of this.plugins) plugin.started?.(next, best);
    }
    for (const worker of this.#workers) worker.send();
    if (this.queue.size > 0) this.#startForWaiting();
    else this.#rebalanceSoon();
  }

  protected override lookAhead(task: string): number {
    return 2 * (this.capacity + this.#most * this.#prefetch.depth(task));
  }

  protected interruptStarted(call: Call): void {
    for (const worker of this.#workers) worker.interrupt(call);
  }

  protected async leave(): Promise<void> {
    clearTimeout(this.#impatience);
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  protected kill(error: (call: Call) => Error): void {
    for (const worker of this.#workers) {
      for (const call of worker.inFlight.calls.values()) call.reject(error(call));
      worker.stop();
    }
  }

  #start(count: number): void {
    for (let started = 0; started < count && this.#workers.size < this.#most; started++) {
      const worker = new WorkerHandle(this.#connect, this.#limits, this.#prefetch, this.#owner);
      this.#workers.add(worker);
      this.#tell("workerStarted", worker);
    }
  }

  #startForWaiting(): void {
    // While others work, a worker that does not start is tried again a few times, not for ever.
    if (this.#workers.size > 0 && this.#failedStarts >= 3) return;
    const starting = [...this.#workers].filter(({ state }) => state === "starting").length;
    this.#start(Math.ceil(this.queue.size / this.#limits.tasksPerWorker) - starting);
  }

  /** A worker that has nothing to do gets calls that another, silent one only holds. */
  #rebalanceSoon(): void {
    if (this.#impatience !== undefined) return;
    const workers = [...this.#workers].filter(({ takesCalls }) => takesCalls);
    const holding = workers.filter(({ inFlight }) => inFlight.held > 0);
    if (holding.length === 0 || !workers.some(({ inFlight }) => inFlight.hasRoom)) return;
    this.#impatience = setTimeout(() => {
      this.#impatience = undefined;
      const silentSince = performance.now() - PATIENCE;
      for (const worker of holding) {
        if (worker.inFlight.held > 0 && worker.inFlight.heardAt <= silentSince) worker.takeBack();
      }
      this.#rebalanceSoon();
    }, PATIENCE);
  }

  #tell<Hook extends keyof Plugin>(hook: Hook, ...args: Parameters<NonNullable<Plugin[Hook]>>): void {
    for (const plugin of this.plugins) (plugin[hook] as ((...args: unknown[]) => void) | undefined)?.(...args);
  }

  readonly #owner: WorkerOwner = {
    abandoned: 0,
    ready: (worker) => {
      this.#failedStarts = 0;
      this.#tell("workerReady", worker);
    },
    ran: (call, worker, began, took) => {
      this.#prefetch.learn(call.task, took);
      for (const plugin of this.plugins) plugin.ran?.(call, worker, began, took);
    },
    returned: (call, worker) => {
      call.started = false;
      this.queue.putBack(call);
      this.#tell("returned", call, worker);
    },
    roomier: (worker) => {
      if (worker.inFlight.calls.size === 0 && worker.takesCalls) this.#tell("workerIdle", worker);
      this.fill();
    },
    gone: (worker, death, failedStart) => {
      this.#workers.delete(worker);
      this.#tell("workerGone", worker, death);
      if (!failedStart) return;
      this.#failedStarts++;
      // When no worker is left that could run them, waiting calls are told why; the next `submit` tries again.
      if (this.#workers.size === 0) this.rejectWaiting(() => new WorkerDied(null, worker.name, death));
    },
  };
}
