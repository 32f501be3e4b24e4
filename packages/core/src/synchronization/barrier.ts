/**
 * A place where threads wait for each other: when as many have come as there are, all go on, and it can be used again. Python's
 * `threading.Barrier`.
 *
 * All of it is one number, so that who comes for the next time is never taken for one of this:
 *
 *      bit 30: broken ─ bits 16 to 29: how often all have gone on ─ bits 0 to 15: how many have come
 */
const [BROKEN, ONE_TIME, COME] = [2 ** 30, 2 ** 16, 2 ** 16 - 1];

export class Barrier {
  /** One cell of shared memory, all zero when nobody has come: send it to other threads, and make their `Barrier` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;
  readonly #parties: number;

  /**
   * @param parties how many threads there are; the same in every thread. Minimum 1, at most 65,535
   * @param cells of the barrier that another thread has made; default: one of its own
   * @throws {RangeError} parties are no whole number in that range
   */
  constructor(parties: number, cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    if (!Number.isInteger(parties) || parties < 1 || parties > COME)
      throw new RangeError(
        `Cannot make a barrier: wanted a whole number of parties from 1 to ${COME}, found ${parties}`,
      );
    this.#parties = parties;
    this.cells = cells;
  }

  /**
   * Sleeps until all have come.
   *
   * @param timeout milliseconds to wait at most, after which the barrier is broken for all; default: no limit
   * @returns how many had come before it
   * @throws {BrokenBarrier} one of them has given up
   */
  wait(timeout = Infinity): number {
    const dueAt = performance.now() + timeout;
    const before = this.#change((now) => {
      const last = (now & COME) + 1 === this.#parties;
      return last ? (now - (now & COME) + ONE_TIME) & ~BROKEN : now + 1;
    });
    const came = before & COME;
    if (came + 1 === this.#parties) Atomics.notify(this.cells, 0);
    else this.#sleep(before - came, dueAt);
    return came;
  }

  /** Those that wait, and all that come from now on, are told that the barrier is broken. */
  abort(): void {
    Atomics.or(this.cells, 0, BROKEN);
    Atomics.notify(this.cells, 0);
  }

  /** @param time the number, without those that had come, at which it came */
  #sleep(time: number, dueAt: number): void {
    for (;;) {
      const now = Atomics.load(this.cells, 0);
      if ((now & ~BROKEN & ~COME) !== time) return;
      if ((now & BROKEN) !== 0) throw new BrokenBarrier();
      if (Atomics.wait(this.cells, 0, now, dueAt - performance.now()) !== "timed-out") continue;
      // Had the last one come meanwhile, the number would be another.
      if (Atomics.compareExchange(this.cells, 0, now, now | BROKEN) === now) Atomics.notify(this.cells, 0);
    }
  }

  /** @returns the number before */
  #change(next: (now: number) => number): number {
    for (;;) {
      const now = Atomics.load(this.cells, 0);
      if ((now & BROKEN) !== 0) throw new BrokenBarrier();
      if (Atomics.compareExchange(this.cells, 0, now, next(now)) === now) return now;
    }
  }
}

/** Not all will come: one has waited too long, or called `abort`. */
export class BrokenBarrier extends Error {
  override readonly name = "BrokenBarrier";

  constructor() {
    super("Cannot wait at a barrier: one of its threads has given up: make a new one");
  }
}
