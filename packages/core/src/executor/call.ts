/** One submitted call, from `submit` until its promise settles: exactly once, whatever happens first. */
import { DeadlineExceeded, type Rung, TaskCancelled, withFramesOf } from "./errors.ts";
import type { SubmitOptions } from "./executor.ts";

/** Why a call is being ended from outside, in the web's own error names: cancelled, or out of time. */
export type Interruption = "AbortError" | "TimeoutError";

/** The executor a call belongs to. */
export interface CallOwner {
  /** The signal was aborted or the time is over; called once at most, and never after the call has settled. */
  interrupted(call: Call): void;
  settled(call: Call, error: Error | undefined): void;
}

export class Call {
  readonly promise: Promise<unknown>;
  readonly task: string;
  readonly args: readonly unknown[];
  readonly options: SubmitOptions;
  /** Why it is being ended from outside, if it is. */
  interruption: Interruption | undefined;
  /** Whether it has left the queue for a place where its task runs. */
  started = false;
  settled = false;
  /** Its number at the worker that has it. */
  id = 0;
  /** When it was submitted, on the clock of `performance.now()`, where a plug-in keeps account of it; else 0. */
  submittedAt = 0;
  /** Microseconds that worker is thought to need for it. */
  weight = 0;
  /** The time its worker has to end it, once it was interrupted there. */
  grace: ReturnType<typeof setTimeout> | undefined;

  readonly #owner: CallOwner;
  readonly #dueAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onAbort: (() => void) | undefined;
  #reason: unknown;
  #resolve!: (value: unknown) => void;

  /** @throws {RangeError} when `timeout` is negative or not a number */
  constructor(task: string, args: readonly unknown[], options: SubmitOptions, owner: CallOwner) {
    const { timeout } = options;
    if (timeout !== undefined && !(timeout >= 0)) {
      throw new RangeError(`Cannot submit "${task}": timeout must be 0 or more milliseconds: found ${timeout}`);
    }
    this.task = task;
    this.args = args;
    this.options = options;
    this.#owner = owner;
    this.#dueAt = timeout === undefined ? undefined : performance.now() + timeout;
    this.promise = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Begins to heed the caller's signal and the deadline; a signal that is aborted already interrupts at once. */
  watch(): void {
    const { signal } = this.options;
    if (this.#dueAt !== undefined) this.#setTimer();
    if (!signal) return;
    this.#onAbort = () => this.cancel(signal.reason);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Milliseconds until the deadline, 0 when it has passed; `Infinity` without one. */
  timeLeft(): number {
    return this.#dueAt === undefined ? Infinity : Math.max(0, this.#dueAt - performance.now());
  }

  resolve(value: unknown): void {
    if (this.#settle(undefined)) this.#resolve(value);
  }

  reject(error: Error): void {
    if (this.#settle(error)) this.#resolve(failed(error));
  }

  /** Rejects as cancelled or as out of time, whichever interrupted it. */
  rejectInterrupted(rung: Rung): void {
    const late = this.interruption === "TimeoutError";
    this.reject(
      late
        ? new DeadlineExceeded(this.task, rung, this.options.timeout ?? 0)
        : new TaskCancelled(this.task, rung, this.#reason),
    );
  }

  /** Ends it as its signal would. Nothing happens when it has settled. */
  cancel(reason: unknown): void {
    if (this.interruption === undefined) this.#reason = reason;
    this.#interrupt("AbortError");
  }

  #setTimer(): void {
    // A timer longer than 2³¹ − 1 ms fires at once, and some fire a little early.
    const delay = Math.min(Math.ceil(this.timeLeft()), 2 ** 31 - 1);
    this.#timer = setTimeout(() => (this.timeLeft() > 0 ? this.#setTimer() : this.#interrupt("TimeoutError")), delay);
  }

  #interrupt(interruption: Interruption): void {
    if (this.settled || this.interruption) return;
    this.interruption = interruption;
    this.#owner.interrupted(this);
  }

  #settle(error: Error | undefined): boolean {
    if (this.settled) return false;
    this.settled = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.grace !== undefined) clearTimeout(this.grace);
    if (this.#onAbort) this.options.signal?.removeEventListener("abort", this.#onAbort);
    this.#owner.settled(this, error);
    return true;
  }
}

/** After two turns, the engine knows who awaits the promise that was resolved with this one. */
async function failed(why: Error): Promise<never> {
  await Promise.resolve();
  await Promise.resolve();
  throw withFramesOf(new Error(), why);
}
