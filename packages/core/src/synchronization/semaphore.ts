/**
 * A number of permits between threads: who wants one when there is none waits for it. Python's `threading.BoundedSemaphore`.
 */
export class Semaphore {
  /** One cell of shared memory, the permits that are left: send it to other threads, and make their `Semaphore` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;
  readonly #permits: number;

  /**
   * @param permits how many there are in all; the same in every thread. Minimum 1
   * @param cells of the semaphore that another thread has made; default: one of its own
   * @throws {RangeError} permits are no whole number from 1 on
   */
  constructor(permits: number, cells?: Int32Array<SharedArrayBuffer>) {
    if (!Number.isInteger(permits) || permits < 1)
      throw new RangeError(`Cannot make a semaphore: wanted a whole number of permits from 1 on, found ${permits}`);
    this.#permits = permits;
    this.cells = cells ?? new Int32Array(new SharedArrayBuffer(4)).fill(permits);
  }

  /**
   * Takes a permit; while there is none, this thread sleeps, with its event loop.
   *
   * @param timeout milliseconds to wait at most: 0 only tries; default: no limit
   * @returns whether it has one now
   */
  acquire(timeout = Infinity): boolean {
    const dueAt = performance.now() + timeout;
    for (;;) {
      const left = Atomics.load(this.cells, 0);
      if (left > 0 && Atomics.compareExchange(this.cells, 0, left, left - 1) === left) return true;
      if (left === 0 && Atomics.wait(this.cells, 0, 0, dueAt - performance.now()) === "timed-out") return false;
    }
  }

  /** @throws {Error} all permits are there already */
  release(): void {
    for (;;) {
      const left = Atomics.load(this.cells, 0);
      if (left >= this.#permits)
        throw new Error(`Cannot release a permit: wanted one that is taken, found all ${left} there: acquire it first`);
      if (Atomics.compareExchange(this.cells, 0, left, left + 1) === left) break;
    }
    Atomics.notify(this.cells, 0, 1);
  }

  /** Runs `body` while it has a permit, and gives it back however that ends. */
  hold<Value>(body: () => Value): Value {
    this.acquire();
    try {
      return body();
    } finally {
      this.release();
    }
  }
}
