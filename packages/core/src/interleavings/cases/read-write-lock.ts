import { ReadWriteLock } from "../../synchronization/read-write-lock.ts";
import type { Body, Case, Cells } from "../case.ts";

/** Two numbers that a writer changes one after the other, and readers must always find equal. */
const [LEFT, RIGHT] = [16, 17];

function read(cells: Cells): void {
  const [left, right] = [Atomics.load(cells, LEFT), Atomics.load(cells, RIGHT)];
  if (left !== right) throw new Error(`a reader found ${left} and ${right}`);
}

function write(cells: Cells): void {
  Atomics.store(cells, LEFT, Atomics.load(cells, LEFT) + 1);
  Atomics.store(cells, RIGHT, Atomics.load(cells, RIGHT) + 1);
}

/** Every second thread writes. */
function withLock(make: (cells: Cells) => ReadWriteLock): Body {
  return (cells, thread) => {
    const lock = make(cells.subarray(0, 1));
    if (thread % 2 === 0) {
      lock.acquireWrite();
      write(cells);
      lock.releaseWrite();
    } else {
      lock.acquireRead();
      read(cells);
      lock.releaseRead();
    }
  };
}

class LetsReadersIn extends ReadWriteLock {
  override acquireRead(): boolean {
    Atomics.add(this.cells, 0, 1);
    return true;
  }
}

class LooksThenWrites extends ReadWriteLock {
  override acquireWrite(): boolean {
    for (let now = Atomics.load(this.cells, 0); now !== 0; now = Atomics.load(this.cells, 0))
      Atomics.wait(this.cells, 0, now);
    Atomics.or(this.cells, 0, 2 ** 30);
    return true;
  }
}

class WakesNobody extends ReadWriteLock {
  override releaseWrite(): void {
    Atomics.and(this.cells, 0, ~(2 ** 30));
  }
}

export default {
  threads: [2, 3, 4, 7],
  wrong: (cells, threads) => {
    const writers = Math.ceil(threads / 2);
    if (cells[LEFT] !== writers || cells[RIGHT] !== writers)
      return `${writers} writers counted to ${cells[LEFT]} and ${cells[RIGHT]}`;
    return cells[0] === 0 ? undefined : `it is ${cells[0]} when all have let go of it`;
  },
  right: withLock((cells) => new ReadWriteLock(cells)),
  planted: {
    "lets readers in at any time": withLock((cells) => new LetsReadersIn(cells)),
    "looks, and then writes": withLock((cells) => new LooksThenWrites(cells)),
    "wakes nobody after writing": withLock((cells) => new WakesNobody(cells)),
  },
} satisfies Case;
