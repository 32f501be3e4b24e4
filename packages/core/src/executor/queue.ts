/** Calls that wait for a worker, first come first served. */
import type { Call } from "./call.ts";
import { PoolClosed, QueueFull } from "./errors.ts";

export interface QueueOptions {
  /** Calls that may wait for a worker. Minimum 0; default: no limit. */
  queueLimit?: number | undefined;
  /**
   * What `submit` does with one call more: `wait` holds it back until there is room (and rejects it with `PoolClosed` if
   * the pool is closed before), `reject` rejects it with `QueueFull`. Default `wait`.
   */
  whenFull?: "wait" | "reject" | undefined;
}

export class Queue {
  readonly #limit: number;
  readonly #whenFull: "wait" | "reject";
  #calls: Call[] = [];
  #head = 0;

  /** @throws {RangeError} when the limit is negative or not a number */
  constructor({ queueLimit = Infinity, whenFull = "wait" }: QueueOptions) {
    if (!(queueLimit >= 0)) {
      throw new RangeError(`Cannot make a queue: queueLimit must be 0 or more: found ${queueLimit}`);
    }
    this.#limit = queueLimit;
    this.#whenFull = whenFull;
  }

  /** Calls waiting, those held back included. */
  get size(): number {
    return this.#calls.length - this.#head;
  }

  add(call: Call): void {
    if (this.#whenFull === "reject" && this.size >= this.#limit) call.reject(new QueueFull(call.task, this.#limit));
    else this.#calls.push(call);
  }

  /** The call whose turn it is. */
  peek(): Call | undefined {
    return this.#calls[this.#head];
  }

  /** Takes that call out. */
  shift(): void {
    this.#head++;
    // Moving the rest to the front once half is gone costs each call one move on average.
    if (this.#head * 2 > this.#calls.length) {
      this.#calls = this.#calls.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Takes the call out wherever it stands, if it is here. */
  remove(call: Call): void {
    const index = this.#calls.indexOf(call, this.#head);
    if (index >= 0) this.#calls.splice(index, 1);
  }

  /** Rejects the calls that were held back: they were never accepted. */
  close(): void {
    for (const call of this.#calls.splice(this.#head + this.#limit)) {
      call.reject(new PoolClosed(call.task, "the pool was closed before there was room in its queue"));
    }
  }
}
