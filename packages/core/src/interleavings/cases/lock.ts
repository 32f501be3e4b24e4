import { Lock } from "../../synchronization/lock.ts";
import type { Body, Case, Cells } from "../case.ts";

/** Where the threads count what they have done; two steps, between which nobody else may come. */
const COUNTER = 16;

function countUp(cells: Cells): void {
  const seen = Atomics.load(cells, COUNTER);
  Atomics.store(cells, COUNTER, seen + 1);
}

function withLock(make: (cells: Cells) => Lock): Body {
  return (cells) => make(cells.subarray(0, 1)).hold(() => countUp(cells));
}

class LooksThenTakes extends Lock {
  override acquire(): boolean {
    while (Atomics.load(this.cells, 0) !== 0) Atomics.wait(this.cells, 0, 1);
    Atomics.store(this.cells, 0, 1);
    return true;
  }
  override release(): void {
    Atomics.store(this.cells, 0, 0);
    Atomics.notify(this.cells, 0, 1);
  }
}

class NeverSaysThatItWaits extends Lock {
  override acquire(): boolean {
    while (Atomics.compareExchange(this.cells, 0, 0, 1) !== 0) Atomics.wait(this.cells, 0, 1);
    return true;
  }
}

class TakesItAsNotAwaited extends Lock {
  override acquire(): boolean {
    while (Atomics.compareExchange(this.cells, 0, 0, 1) !== 0) {
      Atomics.compareExchange(this.cells, 0, 1, 2);
      Atomics.wait(this.cells, 0, 2);
    }
    return true;
  }
}

export default {
  threads: [2, 3, 5, 8],
  wrong: (cells, threads) => {
    if (cells[COUNTER] !== threads) return `${threads} threads counted to ${cells[COUNTER]}`;
    return cells[0] === 0 ? undefined : `it is ${cells[0]} when all have let go of it`;
  },
  right: withLock((cells) => new Lock(cells)),
  planted: {
    "looks, and then takes": withLock((cells) => new LooksThenTakes(cells)),
    "never says that it waits": withLock((cells) => new NeverSaysThatItWaits(cells)),
    "forgets the others that wait": withLock((cells) => new TakesItAsNotAwaited(cells)),
  },
} satisfies Case;
