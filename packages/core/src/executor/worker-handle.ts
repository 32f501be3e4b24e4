/**
 * One worker as its pool sees it: started, ready, given calls, and ended.
 *
 *      starting ──ready──▶ ready ◀─ take, send ─▶ replies
 *          │                 │
 *          ╰──────died───────┴────▶ gone   (once, whatever it was doing)
 */
import type { Call } from "./call.ts";
import { type Death, NotCloneable, TaskError, UnknownTask, WorkerDied } from "./errors.ts";
import { unpackError } from "./pack-error.ts";
import { Claims, type Prefetch } from "./prefetch.ts";
import type { CallExtras, CallsMessage, Connect, Failure, FromWorker, Link, RepliesMessage } from "./wire.ts";

export interface WorkerLimits {
  /** Milliseconds from its start until a worker must be ready. Default 10,000. */
  readyTimeout: number;
  /** Milliseconds for a task to end after its signal was aborted, and for a worker to leave, before it is stopped. Default 1,000. */
  grace: number;
  /** Milliseconds for a stopped worker to be gone, before it is given up as abandoned. Default 1,000. */
  stopTimeout: number;
  /** Tasks at once in one worker: more than one for tasks that wait. Minimum 1, default 1. */
  tasksPerWorker: number;
}

/** The pool that keeps the handle. */
export interface WorkerOwner {
  ready(worker: WorkerHandle): void;
  /** A call has run, by the worker's word: `began` in milliseconds since the epoch, `took` in milliseconds. */
  ran(call: Call, worker: WorkerHandle, began: number, took: number): void;
  /** The worker never started the call, and will not. */
  returned(call: Call, worker: WorkerHandle): void;
  /** The worker has room again. */
  roomier(worker: WorkerHandle): void;
  /** The worker is no more; its calls have not yet been settled. `failedStart` where it had never been ready. */
  gone(worker: WorkerHandle, death: Death, failedStart: boolean): void;
  /** Counts workers that were stopped and still run. */
  abandoned: number;
}

export class WorkerHandle {
  /** `pid` or `pid/thread`, as the worker itself says; empty until it is ready. */
  name = "";
  state: "starting" | "ready" | "gone" = "starting";
  /** Calls in flight, by their id, in the order in which they were sent. */
  readonly calls = new Map<number, Call>();
  /** Milliseconds of work in flight, as far as it is known. */
  weight = 0;
  /** When it last answered, or was given a call while it had none. */
  heardAt = 0;

  readonly #owner: WorkerOwner;
  readonly #limits: WorkerLimits;
  readonly #prefetch: Prefetch;
  readonly #link: Link;
  readonly #claims: Claims | undefined;
  readonly #ended = Promise.withResolvers<void>();
  readonly #became = Promise.withResolvers<void>();
  readonly #graces = new Map<Call, ReturnType<typeof setTimeout>>();
  #claimsSent = false;
  #outbox: Call[] = [];
  #lastId = 0;
  #timeOrigin = 0;
  /** It is to leave when it has no more calls. */
  #ending = false;
  /** It is leaving, by its own word. */
  #leaving = false;
  #stopping = false;
  #abandoned = false;
  /** Calls were taken back from it, and it has not answered since. */
  #stalled = false;
  #broken: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connect: Connect, limits: WorkerLimits, prefetch: Prefetch, owner: WorkerOwner) {
    this.#owner = owner;
    this.#limits = limits;
    this.#prefetch = prefetch;
    this.#became.promise.catch(() => {});
    this.#link = this.#connect(connect);
    if (this.#link.sharesMemory && prefetch.most > 1) {
      const size = Math.max(prefetch.most, limits.tasksPerWorker);
      this.#claims = new Claims(new Int32Array(new SharedArrayBuffer(4 * size)));
    }
    this.#after(limits.readyTimeout, () => this.#break(`it was not ready within ${limits.readyTimeout} ms`));
  }

  /** Whether a call could be sent to it and start at once. */
  get hasRoom(): boolean {
    return this.#takesCalls && this.calls.size < this.#limits.tasksPerWorker;
  }

  /** How many of its calls it only holds ahead, and could give back. */
  get held(): number {
    return this.#stalled ? 0 : Math.max(0, this.calls.size - this.#limits.tasksPerWorker);
  }

  /** Resolves when it is ready. Rejects with `WorkerDied` when it ends before. */
  whenReady(): Promise<void> {
    return this.#became.promise;
  }

  /** Whether it can be given this call now: to run it at once, or to hold it ahead. */
  mayTake(call: Call): boolean {
    if (this.hasRoom) return true;
    return this.#takesCalls && !this.#stalled && this.#prefetch.mayHold(call.task, this.calls.size, this.weight);
  }

  /** Puts the call among those that the next {@link send} sends. */
  take(call: Call): void {
    call.id = ++this.#lastId;
    call.weight = this.#prefetch.weight(call.task);
    if (this.calls.size === 0) this.heardAt = performance.now();
    this.weight += call.weight;
    this.calls.set(call.id, call);
    this.#outbox.push(call);
  }

  /** Sends what was taken, in one message. A call that cannot be cloned is rejected at once. */
  send(): void {
    const calls = this.#outbox;
    if (calls.length === 0) return;
    this.#outbox = [];
    this.#post(calls);
  }

  /** Asks the call's task to end, and stops the worker if it does not within the grace time. */
  interrupt(call: Call): void {
    if (this.calls.get(call.id) !== call) return;
    if (this.#claims?.claim(call.id)) {
      this.#forget(call);
      call.rejectInterrupted("queued");
      return this.#roomier();
    }
    this.#link.post({ type: "cancel", id: call.id, reason: call.interruption ?? "AbortError" });
    this.#graces.set(
      call,
      setTimeout(() => this.#loseGrace(call), this.#limits.grace),
    );
  }

  /** Takes back what it has not started: at once where memory is shared, else it is asked to give it back. */
  takeBack(): void {
    this.#stalled = true;
    if (!this.#claims) return this.#link.post({ type: "give back" });
    for (const call of [...this.calls.values()].toReversed()) {
      if (this.#claims.claim(call.id)) this.#return(call);
    }
    this.#owner.roomier(this);
  }

  /** Gives it no more calls, and lets it leave by itself when it has none. Resolves when it is gone. */
  end(): Promise<void> {
    if (!this.#ending) {
      this.#ending = true;
      if (this.state === "ready" && this.calls.size === 0) this.#leave();
    }
    return this.#ended.promise;
  }

  /** Ends the worker now. When it does not end, it is given up and counted as abandoned. */
  stop(): void {
    if (this.#stopping || this.state === "gone") return;
    this.#stopping = true;
    this.#after(this.#limits.stopTimeout, () => this.#abandon());
    this.#link.stop();
  }

  get #takesCalls(): boolean {
    return this.state === "ready" && !this.#ending && !this.#leaving && !this.#stopping;
  }

  /** A worker that cannot even be made has died like any other, as soon as its pool knows of it. */
  #connect(connect: Connect): Link {
    try {
      return connect({ message: (message) => this.#receive(message), died: (death) => this.#died(death) });
    } catch (error) {
      queueMicrotask(() => this.#died({ exitCode: null, signal: null, error }));
      return { sharesMemory: false, post: () => {}, stop: () => {} };
    }
  }

  #post(calls: Call[]): void {
    const first = calls[0]?.id ?? 0;
    const message: CallsMessage = { type: "calls", first, tasks: [], args: [], atOnce: this.#limits.tasksPerWorker };
    const transfer: object[] = [];
    for (const [i, call] of calls.entries()) {
      message.tasks.push(call.task);
      message.args.push(call.args);
      const extras = extrasOf(call);
      if (extras) (message.extras ??= [])[i] = extras;
      if (call.options.transfer) transfer.push(...call.options.transfer);
      this.#claims?.offer(call.id);
    }
    if (this.#claims && !this.#claimsSent) message.claims = this.#claims.cells;
    try {
      this.#link.post(message, transfer);
      this.#claimsSent = true;
    } catch (error) {
      // One of them cannot be cloned: alone, each shows whether it is that one.
      if (calls.length > 1) return calls.forEach((call) => this.#post([call]));
      const [call] = calls;
      if (!call) return;
      this.#forget(call);
      call.reject(new NotCloneable(call.task, "argument", error));
      this.#roomier();
    }
  }

  #receive(message: FromWorker): void {
    if (this.#stopping) return;
    if (message?.type === "replies") this.#replies(message);
    else if (message?.type === "item") void this.#item(message.id, message.value);
    else if (message?.type === "ready") this.#ready(message.worker, message.timeOrigin, message.probe instanceof Map);
    else this.#break(`wanted a message of a worker's, found ${describe(message)}: tasks must not send their own`);
  }

  #replies({ ids, times, values, failures, returned = [], leaving = false }: RepliesMessage): void {
    this.heardAt = performance.now();
    if (ids.length > 0) this.#stalled = false;
    this.#leaving = leaving;
    for (let i = 0; i < ids.length; i++) {
      const call = this.calls.get(ids[i] ?? 0);
      if (!call) continue;
      this.#forget(call);
      const failure = failures?.[i];
      this.#owner.ran(call, this, this.#timeOrigin + (times[2 * i] ?? 0), times[2 * i + 1] ?? 0);
      if (call.interruption) call.rejectInterrupted("signalled");
      else if (failure) call.reject(errorOf(call.task, failure));
      else call.resolve(values[i]);
    }
    for (const id of returned.toReversed()) {
      const call = this.calls.get(id);
      if (call) this.#return(call);
    }
    this.#roomier();
  }

  async #item(id: number, value: unknown): Promise<void> {
    await this.calls.get(id)?.options.onItem?.(value);
    if (this.calls.has(id) && !this.#stopping) this.#link.post({ type: "taken", id });
  }

  #ready(name: string, timeOrigin: number, clones: boolean): void {
    if (this.state !== "starting") return;
    if (!clones) return this.#break('its channel does not clone values: start it with serialization "advanced"');
    clearTimeout(this.#timer);
    this.name = name;
    this.#timeOrigin = timeOrigin;
    this.state = "ready";
    this.#became.resolve();
    this.#owner.ready(this);
    this.#roomier();
  }

  #roomier(): void {
    if (this.calls.size === 0) {
      this.weight = 0;
      if (this.#ending) return this.#leave();
    }
    this.#owner.roomier(this);
  }

  #forget(call: Call): void {
    this.calls.delete(call.id);
    this.weight -= call.weight;
    const grace = this.#graces.get(call);
    if (!grace) return;
    clearTimeout(grace);
    this.#graces.delete(call);
  }

  #return(call: Call): void {
    this.#forget(call);
    if (call.interruption) call.rejectInterrupted("queued");
    else if (!call.settled) this.#owner.returned(call, this);
  }

  /** Only for a task that runs is its worker stopped: one that it has not come to has been told not to start. */
  #loseGrace(call: Call): void {
    const before = [...this.calls.keys()].indexOf(call.id);
    if (this.#claims || before < this.#limits.tasksPerWorker) this.stop();
    else call.rejectInterrupted("queued");
  }

  #leave(): void {
    this.#after(this.#limits.grace, () => this.stop());
    this.#link.post({ type: "end" });
  }

  #break(why: string): void {
    this.#broken = new Error(why);
    this.stop();
  }

  #died(death: Death): void {
    if (this.#abandoned) this.#owner.abandoned--;
    else this.#gone(death, this.#stopping ? "stopped" : "signalled");
  }

  #abandon(): void {
    this.#abandoned = true;
    this.#owner.abandoned++;
    this.#gone({ exitCode: null, signal: null }, "abandoned");
  }

  #gone(found: Death, rung: "signalled" | "stopped" | "abandoned"): void {
    if (this.state === "gone") return;
    const death = { ...found, error: this.#broken ?? found.error };
    const failedStart = this.state === "starting";
    clearTimeout(this.#timer);
    this.state = "gone";
    this.#owner.gone(this, death, failedStart);
    for (const call of [...this.calls.values()].toReversed()) {
      if (this.#claims?.claim(call.id)) this.#return(call);
    }
    for (const call of this.calls.values()) {
      this.#forget(call);
      this.#prefetch.distrust(call.task);
      if (call.interruption) call.rejectInterrupted(rung);
      else call.reject(new WorkerDied(call.task, this.name, death));
    }
    this.#became.reject(new WorkerDied(null, this.name, death));
    this.#ended.resolve();
    this.#owner.roomier(this);
  }

  /** A worker as a whole waits for one thing at a time: a new limit takes the place of the last. */
  #after(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}

function extrasOf(call: Call): CallExtras | undefined {
  const { timeout, context, each } = call.options;
  if (timeout === undefined && context === undefined && !each) return undefined;
  const extras: CallExtras = { context };
  if (timeout !== undefined) extras.timeLeft = call.timeLeft();
  if (each) extras.each = true;
  return extras;
}

function errorOf(task: string, failure: Failure): Error {
  switch (failure.kind) {
    case "threw":
      return new TaskError(task, unpackError(failure.error));
    case "unknown task":
      return new UnknownTask(task, failure.known);
    case "result not cloneable":
      return new NotCloneable(task, "result", unpackError(failure.error));
  }
}

function describe(message: unknown): string {
  return typeof message === "object" ? JSON.stringify(message).slice(0, 100) : String(message);
}
