/**
 * Runs tasks in workers, whatever these are: a thread pool or a process pool is this class and a native link.
 *
 *      ┌───────────────── this isolate ─────────────────┐          ┌──── a thread or process ────┐
 *      │ submit ─▶ Queue ─▶ WorkerPool ─▶ WorkerHandle ─┼─ Link ──▶│ workerSide ─▶ your task     │
 *      │ promise ◀─ Call ◀─────────────── WorkerHandle ◀┼──────────│ ◀──────────── value, error  │
 *      └────────────────────────────────────────────────┘          └─────────────────────────────┘
 *
 * Scheduler    takes calls and keeps them in line until there is room
 * WorkerPool   starts workers as they are needed, gives each idle one a call, replaces those that died
 * WorkerHandle knows what its worker is doing, and settles its call when it answers, dies or is stopped
 * Link         posts, receives, stops, and tells of death: the only native part
 */
import type { Call } from "./call.ts";
import { type Death, WorkerDied } from "./errors.ts";
import type { QueueOptions } from "./queue.ts";
import { Scheduler } from "./scheduler.ts";
import type { Connect } from "./wire.ts";
import { WorkerHandle, type WorkerLimits, type WorkerOwner } from "./worker-handle.ts";

export interface WorkerPoolOptions extends QueueOptions, Partial<WorkerLimits> {
  /** Workers at most; each is started when a call needs it. Minimum 1; default: what `navigator.hardwareConcurrency` says. */
  workers?: number | undefined;
}

export class WorkerPool<Tasks> extends Scheduler<Tasks> {
  protected readonly capacity: number;
  readonly #connect: Connect;
  readonly #limits: WorkerLimits;
  readonly #workers = new Set<WorkerHandle>();
  #idle: WorkerHandle[] = [];
  /** Starts that failed since one succeeded. */
  #failedStarts = 0;

  /** @throws {RangeError} when an option is out of its range */
  constructor(connect: Connect, options: WorkerPoolOptions = {}) {
    super(options);
    const {
      workers = navigator.hardwareConcurrency,
      readyTimeout = 10_000,
      grace = 1000,
      stopTimeout = 1000,
    } = options;
    if (!(workers >= 1)) throw new RangeError(`Cannot make a pool: workers must be 1 or more: found ${workers}`);
    this.capacity = workers;
    this.#connect = connect;
    this.#limits = { readyTimeout, grace, stopTimeout };
  }

  /** Workers that were stopped but could not be, and still run: busy threads, where the runtime cannot end one. They have been replaced. */
  get abandoned(): number {
    return this.#owner.abandoned;
  }

  protected makeRoom(waiting: number): boolean {
    if (this.#idle.length > 0) return true;
    const starting = [...this.#workers].filter((worker) => worker.state === "starting").length;
    // While others work, a worker that does not start is tried again a few times, not for ever.
    const hopeless = this.#workers.size > 0 && this.#failedStarts >= 3;
    if (this.#workers.size < this.capacity && starting < waiting && !hopeless) {
      this.#workers.add(new WorkerHandle(this.#connect, this.#limits, this.#owner));
    }
    return false;
  }

  protected start(call: Call): void {
    this.#idle.pop()?.run(call);
  }

  protected interruptStarted(call: Call): void {
    for (const worker of this.#workers) worker.interrupt(call);
  }

  protected async leave(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  protected kill(): void {
    for (const worker of this.#workers) worker.stop();
  }

  readonly #owner: WorkerOwner = {
    abandoned: 0,
    idle: (worker) => {
      this.#failedStarts = 0;
      this.#idle.push(worker);
      this.startWaiting();
    },
    gone: (worker, failedStart) => {
      this.#workers.delete(worker);
      this.#idle = this.#idle.filter((other) => other !== worker);
      if (failedStart) this.#startFailed(worker, failedStart);
      this.startWaiting();
    },
  };

  /** When no worker is left that could run them, waiting calls are told why; the next `submit` tries again. */
  #startFailed(worker: WorkerHandle, death: Death): void {
    this.#failedStarts++;
    if (this.#workers.size === 0) this.rejectWaiting(() => new WorkerDied(null, worker.name, death));
  }
}
