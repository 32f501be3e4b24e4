/**
 * A lock between threads: at most one holds it. Python's `threading.Lock`.
 *
 *      free ──acquire──▶ held ──release──▶ free
 *                         │ another wants it, and sleeps
 *                         ▼
 *                      awaited ──release──▶ free, and one is woken
 */
const [FREE, HELD, AWAITED] = [0, 1, 2];

/** Not re-entrant: a thread that acquires it twice waits for itself. A thread that ends with the lock in hand leaves it held. */
export class Lock {
  /** One cell of shared memory, all zero when it is free: send it to other threads, and make their `Lock` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;

  /** @param cells of the lock that another thread has made; default: a lock of its own */
  constructor(cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    this.cells = cells;
  }

  /**
   * Takes the lock; while another has it, this thread sleeps, with its event loop.
   *
   * @param timeout milliseconds to wait at most: 0 only tries; default: no limit
   * @returns whether it has the lock now
   */
  acquire(timeout = Infinity): boolean {
    if (Atomics.compareExchange(this.cells, 0, FREE, HELD) === FREE) return true;
    const dueAt = performance.now() + timeout;
    // Whoever has slept takes it as awaited: others may sleep still, and nobody counts them.
    while (Atomics.exchange(this.cells, 0, AWAITED) !== FREE) {
      if (Atomics.wait(this.cells, 0, AWAITED, dueAt - performance.now()) === "timed-out") return false;
    }
    return true;
  }

  /** @throws {Error} nobody holds it */
  release(): void {
    const was = Atomics.exchange(this.cells, 0, FREE);
    if (was === FREE)
      throw new Error("Cannot release a lock: wanted one that is held, found it free: acquire it first");
    if (was === AWAITED) Atomics.notify(this.cells, 0, 1);
  }

  /** Runs `body` while it holds the lock, and lets go of it however that ends. */
  hold<Value>(body: () => Value): Value {
    this.acquire();
    try {
      return body();
    } finally {
      this.release();
    }
  }
}
