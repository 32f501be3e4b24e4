/**
 * A lock between threads that many may hold to read, or one to write. A writer that waits goes before readers that come later, so that it
 * is not kept out by them. Python has none; Java calls it `ReadWriteLock`.
 *
 * All of it is one number, so that each step sees all of it at once:
 *
 *      bit 30: a writer has it ─ bits 16 to 29: writers that wait ─ bits 0 to 15: readers that have it
 */
const [WRITING, ONE_WAITING, READERS] = [2 ** 30, 2 ** 16, 2 ** 16 - 1];

/** Not re-entrant. At most 65,535 readers, and 16,383 writers that wait. */
export class ReadWriteLock {
  /** One cell of shared memory, all zero when it is free: send it to other threads, and make their `ReadWriteLock` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;

  /** @param cells of the lock that another thread has made; default: a lock of its own */
  constructor(cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    this.cells = cells;
  }

  /** @param timeout milliseconds to wait at most; default: no limit. @returns whether it may read now */
  acquireRead(timeout = Infinity): boolean {
    return this.#take((now) => (now < READERS ? now + 1 : undefined), performance.now() + timeout);
  }

  /** @param timeout milliseconds to wait at most; default: no limit. @returns whether it may write now */
  acquireWrite(timeout = Infinity): boolean {
    Atomics.add(this.cells, 0, ONE_WAITING);
    const free = (now: number): boolean => (now & WRITING) === 0 && (now & READERS) === 0;
    const dueAt = performance.now() + timeout;
    if (this.#take((now) => (free(now) ? now - ONE_WAITING + WRITING : undefined), dueAt)) return true;
    Atomics.sub(this.cells, 0, ONE_WAITING);
    Atomics.notify(this.cells, 0); // readers that waited behind it
    return false;
  }

  /** @throws {Error} nobody reads */
  releaseRead(): void {
    const readers = (now: number): number => now & READERS;
    if (!this.#take((now) => (readers(now) > 0 ? now - 1 : undefined), 0))
      throw new Error("Cannot release a lock: wanted a reader that holds it, found none: acquireRead() first");
    if (readers(Atomics.load(this.cells, 0)) === 0) Atomics.notify(this.cells, 0);
  }

  /** @throws {Error} nobody writes */
  releaseWrite(): void {
    if ((Atomics.and(this.cells, 0, ~WRITING) & WRITING) === 0)
      throw new Error("Cannot release a lock: wanted a writer that holds it, found none: acquireWrite() first");
    Atomics.notify(this.cells, 0);
  }

  /** Puts what `next` says in the cell's place; sleeps until it changes while that is nothing. */
  #take(next: (now: number) => number | undefined, dueAt: number): boolean {
    for (;;) {
      const now = Atomics.load(this.cells, 0);
      const then = next(now);
      if (then !== undefined && Atomics.compareExchange(this.cells, 0, now, then) === now) return true;
      if (then === undefined && Atomics.wait(this.cells, 0, now, dueAt - performance.now()) === "timed-out")
        return false;
    }
  }
}
