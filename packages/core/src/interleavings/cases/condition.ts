import { Condition } from "../../synchronization/condition.ts";
import { Lock } from "../../synchronization/lock.ts";
import type { Body, Case, Cells } from "../case.ts";

/** How many pieces there are to take: the first thread puts one for each other. */
const PIECES = 16;

function handOver(make: (lock: Lock, cells: Cells) => Condition): Body {
  return (cells, thread, threads) => {
    const lock = new Lock(cells.subarray(0, 1));
    const condition = make(lock, cells.subarray(1, 2));
    const change = (by: number): void => {
      const pieces = Atomics.load(cells, PIECES);
      Atomics.store(cells, PIECES, pieces + by);
    };
    if (thread > 0) {
      lock.hold(() => {
        condition.waitFor(() => cells[PIECES]! > 0);
        if (cells[PIECES]! <= 0) throw new Error("it went on though there was nothing to take");
        change(-1);
      });
      return;
    }
    for (let piece = 1; piece < threads; piece++) {
      lock.hold(() => {
        change(1);
        condition.notify();
      });
    }
  };
}

class LooksTooLate extends Condition {
  readonly #lock: Lock;
  constructor(lock: Lock, cells: Cells) {
    super(lock, cells);
    this.#lock = lock;
  }
  override wait(): boolean {
    this.#lock.release();
    Atomics.wait(this.cells, 0, Atomics.load(this.cells, 0));
    this.#lock.acquire();
    return true;
  }
}

class DoesNotLookAgain extends Condition {
  override waitFor(good: () => boolean): boolean {
    if (!good()) this.wait();
    return true;
  }
}

class ComesBackWithoutTheLock extends Condition {
  readonly #lock: Lock;
  constructor(lock: Lock, cells: Cells) {
    super(lock, cells);
    this.#lock = lock;
  }
  override wait(): boolean {
    const seen = Atomics.load(this.cells, 0);
    this.#lock.release();
    Atomics.wait(this.cells, 0, seen);
    return true;
  }
}

export default {
  threads: [2, 3, 4, 6],
  wrong: (cells) => (cells[PIECES] === 0 ? undefined : `${cells[PIECES]} pieces are left`),
  right: handOver((lock, cells) => new Condition(lock, cells)),
  planted: {
    "looks at its number without the lock": handOver((lock, cells) => new LooksTooLate(lock, cells)),
    "does not look again": handOver((lock, cells) => new DoesNotLookAgain(lock, cells)),
    "comes back without the lock": handOver((lock, cells) => new ComesBackWithoutTheLock(lock, cells)),
  },
} satisfies Case;
