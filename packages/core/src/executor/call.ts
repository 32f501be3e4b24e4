/** One submitted call, from `submit` until its promise settles: exactly once, whatever happens first. */
import { DeadlineExceeded, type Rung, TaskCancelled } from "./errors.ts";
import type { SubmitOptions, Transferables } from "./executor.ts";

/** Why a call is being ended from outside, in the web's own error names: cancelled, or out of time. */
export type Interruption = "AbortError" | "TimeoutError";

/** The executor a call belongs to. */
export interface CallOwner {
  /** The signal was aborted or the time is over; called once at most, and never after the call has settled. */
  interrupted(call: Call): void;
  settled(call: Call): void;
}

export class Call {
  readonly promise: Promise<unknown>;
  readonly task: string;
  readonly args: readonly unknown[];
  readonly transfer: Transferables;
  /** Why it is being ended from outside, if it is. */
  interruption: Interruption | undefined;
  /** Whether its task was given to a worker. */
  started = false;
  settled = false;

  readonly #owner: CallOwner;
  readonly #signal: AbortSignal | undefined;
  readonly #timeout: number | undefined;
  readonly #dueAt: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reason: unknown;
  #resolve!: (value: unknown) => void;
  #reject!: (error: unknown) => void;

  /** @throws {RangeError} when `timeout` is negative or not a number */
  constructor(task: string, args: readonly unknown[], options: SubmitOptions, owner: CallOwner) {
    const { signal, timeout, transfer } = options;
    if (timeout !== undefined && !(timeout >= 0)) {
      throw new RangeError(`Cannot submit "${task}": timeout must be 0 or more milliseconds: found ${timeout}`);
    }
    this.task = task;
    this.args = args;
    this.transfer = transfer ?? [];
    this.#owner = owner;
    this.#signal = signal;
    this.#timeout = timeout;
    this.#dueAt = timeout === undefined ? Infinity : performance.now() + timeout;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Begins to heed the caller's signal and the deadline; a signal that is aborted already interrupts at once. */
  watch(): void {
    if (this.#dueAt !== Infinity) this.#setTimer();
    if (this.#signal?.aborted) this.#onAbort();
    else this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Milliseconds until the deadline, 0 when it has passed; `Infinity` without one. */
  timeLeft(): number {
    return this.#dueAt === Infinity ? Infinity : Math.max(0, this.#dueAt - performance.now());
  }

  resolve(value: unknown): void {
    if (this.#settle()) this.#resolve(value);
  }

  reject(error: Error): void {
    if (this.#settle()) this.#reject(error);
  }

  /** Rejects as cancelled or as out of time, whichever interrupted it. */
  rejectInterrupted(rung: Rung): void {
    if (this.interruption === "TimeoutError") this.reject(new DeadlineExceeded(this.task, rung, this.#timeout ?? 0));
    else this.reject(new TaskCancelled(this.task, rung, this.#reason));
  }

  /** Ends it as its signal would. Nothing happens when it has settled. */
  cancel(reason: unknown): void {
    this.#reason = reason;
    this.#interrupt("AbortError");
  }

  readonly #onAbort = (): void => this.cancel(this.#signal?.reason);

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

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#owner.settled(this);
    return true;
  }
}
