/**
 * What happened when, and at which worker: to see what a pool really does.
 *
 *     const timeline = new Timeline();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { plugins: [timeline] });
 *     …
 *     await writeFile("trace.json", JSON.stringify(timeline.toTrace())); // chrome://tracing and ui.perfetto.dev draw it
 *
 *      worker 1   ├─starting─┤ ▇▇▇ download ▇▇▇ ▇ parse ▇
 *      worker 2   ├─starting─┤ ▇▇ download ▇▇  ▇▇▇▇ parse ▇▇▇▇
 *
 * For any executor; one for each. It keeps the latest events only, so it may stay in a program that runs for months.
 */
import type { Call } from "./call.ts";
import type { Death, Rung } from "./errors.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { Plugin } from "./plugin.ts";
import { type Trace, traceOf } from "./timeline-trace.ts";
import { rowsOf, type TimelineRow } from "./timeline-rows.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export interface TimelineOptions {
  /** Events to keep: older ones are dropped. A call has six, a worker three. Minimum 1, default 10,000. */
  limit?: number | undefined;
}

export type TimelineEvent = CallEvent | SettledEvent | WorkerEvent;

/** `sent`: given to a worker, which may hold it ahead of others; `returned`: put back into the queue, not begun. */
export interface CallEvent {
  what: "submitted" | "sent" | "returned" | "began" | "ended";
  /** Milliseconds since the epoch. */
  at: number;
  /** Counts the calls of this timeline from 1. */
  call: number;
  task: string;
  /** Counts workers from 1; 0 where tasks run in the pool's own isolate; absent while the call is in the queue. */
  worker?: number;
}

export interface SettledEvent extends Omit<CallEvent, "what"> {
  what: "settled";
  outcome: Outcome;
  /** The name of the error it was rejected with. */
  error?: string;
  /** How far it had come when it was cancelled or late. */
  rung?: Rung;
}

export interface WorkerEvent {
  what: "worker started" | "worker ready" | "worker gone";
  /** Milliseconds since the epoch. */
  at: number;
  worker: number;
  /** `pid` or `pid/thread`; empty before it is ready. */
  name: string;
}

export class Timeline implements Plugin {
  readonly #limit: number;
  readonly #kept: TimelineEvent[] = [];
  #told = 0;
  readonly #calls = new WeakMap<Call, number>();
  #callCount = 0;
  readonly #workers = new WeakMap<WorkerHandle, number>();
  #workerCount = 0;

  /** @throws {RangeError} when `limit` is less than 1 */
  constructor({ limit = 10_000 }: TimelineOptions = {}) {
    if (!(limit >= 1)) throw new RangeError(`Cannot make a timeline: limit must be 1 or more: found ${limit}`);
    this.#limit = Math.floor(limit);
  }

  /** How many events were dropped, because newer ones took their place. */
  get dropped(): number {
    return this.#told - this.#kept.length;
  }

  /**
   * The events in the order in which the pool heard of them, the oldest first. That a task began and ended is heard with its
   * reply, and timed by its worker's own clock.
   */
  events(): TimelineEvent[] {
    const oldest = this.#told % this.#limit;
    return this.dropped > 0 ? [...this.#kept.slice(oldest), ...this.#kept.slice(0, oldest)] : [...this.#kept];
  }

  /** What each worker ran, to be drawn as one row for each. */
  rows(): TimelineRow[] {
    return rowsOf(this.events());
  }

  /** As JSON, a file that chrome://tracing and ui.perfetto.dev open. */
  toTrace(): Trace {
    return traceOf(this.events(), this.dropped);
  }

  submitted(call: Call): void {
    // A plug-in before this one may have refused it: then `settled` has been told already.
    if (!call.settled) this.#tell({ what: "submitted", at: now(), ...this.#describe(call) });
  }

  started(call: Call, worker: WorkerHandle | undefined): void {
    this.#tell({ what: "sent", at: now(), ...this.#describe(call), worker: this.#numberOf(worker) });
  }

  returned(call: Call, worker: WorkerHandle): void {
    this.#tell({ what: "returned", at: now(), ...this.#describe(call), worker: this.#numberOf(worker) });
  }

  ran(call: Call, handle: WorkerHandle | undefined, began: number, took: number): void {
    const worker = this.#numberOf(handle);
    this.#tell({ what: "began", at: began, ...this.#describe(call), worker });
    this.#tell({ what: "ended", at: began + took, ...this.#describe(call), worker });
  }

  settled(call: Call, error: Error | undefined): void {
    const event: SettledEvent = {
      what: "settled",
      at: now(),
      ...this.#describe(call),
      outcome: outcomeOf(call, error),
    };
    if (error) event.error = error.name;
    if (error && "rung" in error) event.rung = error.rung as Rung;
    this.#tell(event);
  }

  workerStarted(worker: WorkerHandle): void {
    this.#tellOf(worker, "worker started");
  }

  workerReady(worker: WorkerHandle): void {
    this.#tellOf(worker, "worker ready");
  }

  workerGone(worker: WorkerHandle, _death: Death): void {
    this.#tellOf(worker, "worker gone");
  }

  #tell(event: TimelineEvent): void {
    this.#kept[this.#told++ % this.#limit] = event;
  }

  #tellOf(worker: WorkerHandle, what: WorkerEvent["what"]): void {
    this.#tell({ what, at: now(), worker: this.#numberOf(worker), name: worker.name });
  }

  #describe(call: Call): { call: number; task: string } {
    let number = this.#calls.get(call);
    if (number === undefined) this.#calls.set(call, (number = ++this.#callCount));
    return { call: number, task: call.task };
  }

  #numberOf(worker: WorkerHandle | undefined): number {
    if (!worker) return 0;
    let number = this.#workers.get(worker);
    if (number === undefined) this.#workers.set(worker, (number = ++this.#workerCount));
    return number;
  }
}

/** Milliseconds since the epoch, on the clock that workers use too. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
