/**
 * Waits, with a lock in hand, for what another thread changes under the same lock. Python's `threading.Condition`.
 *
 *      lock.hold(() => { condition.waitFor(() => there is something); take it });
 *      lock.hold(() => { put it there; condition.notify() });
 */
import type { Lock } from "./lock.ts";

export class Condition {
  /** One cell of shared memory, how often it was notified: send it to other threads, and make their `Condition` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;
  readonly #lock: Lock;

  /**
   * @param lock the one under which what is waited for is changed
   * @param cells of the condition that another thread has made; default: one of its own
   */
  constructor(lock: Lock, cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    this.#lock = lock;
    this.cells = cells;
  }

  /**
   * Lets go of the lock, sleeps until it is notified, and takes the lock again. To be called with the lock; it may return though another
   * was meant, so look again, or use {@link waitFor}.
   *
   * @param timeout milliseconds to sleep at most; default: no limit
   * @returns whether it was notified in time; the lock is held in any case
   */
  wait(timeout = Infinity): boolean {
    const seen = Atomics.load(this.cells, 0); // a notice that comes before it sleeps changes this
    this.#lock.release();
    try {
      return Atomics.wait(this.cells, 0, seen, timeout) !== "timed-out";
    } finally {
      this.#lock.acquire();
    }
  }

  /** Waits until `good` is true. @returns whether it is, when the timeout in milliseconds is over */
  waitFor(good: () => boolean, timeout = Infinity): boolean {
    const dueAt = performance.now() + timeout;
    while (!good()) if (!this.wait(dueAt - performance.now())) return good();
    return true;
  }

  /** Wakes so many of those that wait. To be called with the lock. @param count default: one */
  notify(count = 1): void {
    Atomics.add(this.cells, 0, 1);
    Atomics.notify(this.cells, 0, count);
  }

  /** Wakes all that wait. To be called with the lock. */
  notifyAll(): void {
    this.notify(Infinity);
  }
}
