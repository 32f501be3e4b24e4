/**
 * The calls that one worker has: sent and not yet answered. Calls go out together, and each comes back once: answered, given back,
 * taken back, or lost with the worker.
 */
import type { Call } from "./call.ts";
import { type Death, NotCloneable, type Rung, TaskError, UnknownTask, WorkerDied } from "./errors.ts";
import { unpackError } from "./pack-error.ts";
import { Claims, type Prefetch } from "./prefetch.ts";
import type { CallExtras, CallsMessage, Failure, Link, RepliesMessage } from "./wire.ts";

/** Who hears of what becomes of the calls. */
export interface InFlightOwner {
  /** The task has run, by the worker's word: when it began on the worker's clock, and how long it took, in milliseconds. */
  ran(call: Call, began: number, took: number): void;
  /** The worker never started the call, and will not. */
  returned(call: Call): void;
}

export class InFlight {
  /** By id, in the order in which they were sent. */
  readonly calls: Map<number, Call> = new Map();
  /** Microseconds of work, as far as it is known. */
  weight = 0;
  /** When the worker last answered, or was given a call while it had none. */
  heardAt = 0;
  /** Where the worker shares memory and may hold calls. */
  readonly claims: Claims | undefined;

  readonly #owner: InFlightOwner;
  readonly #atOnce: number;
  readonly #prefetch: Prefetch;
  readonly #sharesMemory: boolean;
  /** The worker has been told what it needs to know of its pool. */
  #setUp = false;
  #outbox: Call[] = [];
  #lastId = 0;
  /** Calls were taken back, and the worker has answered none since. */
  #stalled = false;

  /**
   * @param atOnce tasks that the worker runs at once
   * @param sharesMemory whether the worker sees the same `SharedArrayBuffer`
   */
  constructor(atOnce: number, prefetch: Prefetch, sharesMemory: boolean, owner: InFlightOwner) {
    this.#atOnce = atOnce;
    this.#prefetch = prefetch;
    this.#sharesMemory = sharesMemory;
    this.#owner = owner;
    if (sharesMemory && prefetch.most > 1) this.claims = Claims.for(Math.max(prefetch.most, atOnce));
  }

  /** Whether another call would start at once. */
  get hasRoom(): boolean {
    return this.calls.size < this.#atOnce;
  }

  /** How many calls the worker only holds ahead, and could give back. */
  get held(): number {
    return this.#stalled ? 0 : Math.max(0, this.calls.size - this.#atOnce);
  }

  /** Whether the call would start at once, or may be held ahead. */
  mayTake(call: Call): boolean {
    if (this.claims && !this.claims.isFree(this.#lastId + 1)) return false;
    if (this.hasRoom) return true;
    return !this.#stalled && !this.#moves(call) && this.#prefetch.mayHold(call.task, this.calls.size, this.weight);
  }

  /** Whether the call is known to have ended, so that its answer is on its way. */
  hasFinished(call: Call): boolean {
    return this.claims?.hasFinished(call.id) ?? false;
  }

  /** Puts the call among those that the next {@link send} sends. */
  take(call: Call): void {
    call.id = ++this.#lastId;
    call.weight = this.#prefetch.weight(call.task);
    if (this.calls.size === 0) this.heardAt = performance.now();
    this.weight += call.weight;
    this.calls.set(call.id, call);
    this.claims?.offer(call.id);
    this.#outbox.push(call);
  }

  /** Sends what was taken, in one message. A call that cannot be cloned is rejected at once. */
  send(link: Link): void {
    if (this.#outbox.length === 0) return;
    const calls = this.#outbox;
    this.#outbox = [];
    this.#post(calls, link);
  }

  /** Takes the call away, unless the worker has started it or does not share memory with its pool. */
  claim(call: Call): boolean {
    if (!this.claims?.claim(call.id)) return false;
    this.#forget(call);
    return true;
  }

  /** Takes back what the worker has not started. Where no memory is shared, it is asked to give it back. */
  takeBack(link: Link): void {
    this.#stalled = true;
    if (this.claims) this.#returnUnclaimed();
    else link.post({ type: "give back" });
  }

  /** Settles what is answered, and returns what is given back. */
  replies({ ids, times, values, failures, returned = [] }: RepliesMessage): void {
    this.heardAt = performance.now();
    if (ids.length > 0) this.#stalled = false;
    for (let i = 0; i < ids.length; i++) {
      const call = this.calls.get(ids[i] ?? 0);
      if (!call) continue;
      const failure = failures?.[i];
      this.#forget(call);
      this.#owner.ran(call, times[2 * i] ?? 0, times[2 * i + 1] ?? 0);
      if (call.interruption) call.rejectInterrupted("signalled");
      else if (failure) call.reject(errorOf(call.task, failure));
      else call.resolve(values[i]);
    }
    for (const id of returned.toReversed()) {
      const call = this.calls.get(id);
      if (call && (call.interruption || !this.#moves(call))) this.#return(call);
    }
  }

  /** The worker is gone: returns what it had not started, as far as that is known, and rejects the rest. */
  lose(worker: string, death: Death, rung: Rung): void {
    this.#returnUnclaimed();
    for (const call of this.calls.values()) {
      this.#forget(call);
      this.#prefetch.distrust(call.task);
      if (call.interruption) call.rejectInterrupted(rung);
      else call.reject(new WorkerDied(call.task, worker, death));
    }
  }

  #post(calls: Call[], link: Link): void {
    const message = messageOf(calls);
    if (!this.#setUp) message.setup = { atOnce: this.#atOnce, claims: this.claims?.cells };
    const transfer: object[] = [];
    for (let i = 0; i < calls.length; i++) {
      const call = calls[i] as Call;
      const extras = extrasOf(call);
      if (extras) (message.extras ??= [])[i] = extras;
      if (call.options.transfer) transfer.push(...call.options.transfer);
    }
    try {
      link.post(message, transfer);
      this.#setUp = true;
    } catch (error) {
      // One of them cannot be cloned: alone, each shows whether it is that one.
      for (const call of calls) {
        if (calls.length > 1) this.#post([call], link);
        else {
          this.claims?.claim(call.id);
          this.#forget(call).reject(new NotCloneable(call.task, "argument", error));
        }
      }
    }
  }

  #returnUnclaimed(): void {
    for (const call of [...this.calls.values()].toReversed()) {
      if (!this.#moves(call) && this.claims?.claim(call.id)) this.#return(call);
    }
  }

  /** What was moved to a worker cannot be sent to another: such a call is not held ahead, nor taken back, and is lost with it. */
  #moves(call: Call): boolean {
    return this.#sharesMemory && call.options.transfer !== undefined;
  }

  #return(call: Call): void {
    this.#forget(call);
    if (call.interruption) call.rejectInterrupted("queued");
    else if (!call.settled) this.#owner.returned(call);
  }

  #forget(call: Call): Call {
    this.calls.delete(call.id);
    this.weight = this.calls.size === 0 ? 0 : this.weight - call.weight;
    return call;
  }
}

function messageOf(calls: Call[]): CallsMessage {
  const [{ id, task, args }] = calls as [Call];
  if (calls.length === 1) return { type: "calls", first: id, tasks: task, args };
  return {
    type: "calls",
    first: id,
    tasks: oneOrEach(calls, (call) => call.task),
    args: calls.flatMap((call) => call.args),
    count: calls.length,
    arity: oneOrEach(calls, (call) => call.args.length),
  };
}

/** What is the same for all calls, once. */
function oneOrEach<Value>(calls: Call[], of: (call: Call) => Value): Value | Value[] {
  const one = of(calls[0] as Call);
  return calls.every((call) => of(call) === one) ? one : calls.map(of);
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
