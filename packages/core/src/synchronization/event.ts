/** A flag between threads that others can wait for. Python's `threading.Event`. */
export class Event {
  /** One cell of shared memory, 1 when it is set: send it to other threads, and make their `Event` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;

  /** @param cells of the event that another thread has made; default: one of its own, not set */
  constructor(cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    this.cells = cells;
  }

  get isSet(): boolean {
    return Atomics.load(this.cells, 0) === 1;
  }

  /** All that wait go on, and nobody waits any more. */
  set(): void {
    Atomics.store(this.cells, 0, 1);
    Atomics.notify(this.cells, 0);
  }

  /** Whoever comes from now on waits again. */
  clear(): void {
    Atomics.store(this.cells, 0, 0);
  }

  /**
   * Sleeps until it is set, at once when it is. Who was waiting when it was set goes on, though it may be cleared already.
   *
   * @param timeout milliseconds to wait at most; default: no limit
   * @returns whether it was set
   */
  wait(timeout = Infinity): boolean {
    return Atomics.wait(this.cells, 0, 0, timeout) !== "timed-out";
  }
}
