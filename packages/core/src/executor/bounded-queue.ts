/** A queue with a limit: what people do who must not hold more work than memory, or than callers can wait for. */
import type { Call } from "./call.ts";
import { PoolClosed, QueueFull } from "./errors.ts";
import { Queue } from "./queue.ts";

export interface BoundedQueueOptions {
  /** Calls that may wait while all workers are busy. Minimum 0. */
  limit: number;
  /**
   * What `submit` does with one call more: `wait` holds it back until there is room (and rejects it with `PoolClosed` if
   * the pool is closed before), `reject` rejects it with `QueueFull`. Default `wait`.
   */
  whenFull?: "wait" | "reject" | undefined;
}

export class BoundedQueue extends Queue {
  readonly #limit: number;
  readonly #rejects: boolean;

  /** @throws {RangeError} when the limit is negative or not a number */
  constructor({ limit, whenFull = "wait" }: BoundedQueueOptions) {
    super();
    if (!(limit >= 0)) throw new RangeError(`Cannot make a queue: limit must be 0 or more: found ${limit}`);
    this.#limit = limit;
    this.#rejects = whenFull === "reject";
  }

  override add(call: Call, ahead: number = this.size): void {
    if (this.#rejects && ahead >= this.#limit) call.reject(new QueueFull(call.task, this.#limit));
    else super.add(call);
  }

  /** Rejects the calls that were held back: they were never accepted. */
  close(waiting: number = this.size): void {
    const heldBack = this.#rejects ? 0 : Math.max(0, waiting - this.#limit);
    for (const call of this.cut(Math.max(0, this.size - heldBack))) {
      call.reject(new PoolClosed(call.task, "the pool was closed before there was room in its queue"));
    }
  }
}
