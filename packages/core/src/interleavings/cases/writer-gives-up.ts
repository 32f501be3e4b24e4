import { ReadWriteLock } from "../../synchronization/read-write-lock.ts";
import type { Body, Case, Cells } from "../case.ts";

/** The first writes if it can in time; the others read, and must not wait for a writer that has left. */
function withLock(make: (cells: Cells) => ReadWriteLock): Body {
  return (cells, thread) => {
    const lock = make(cells.subarray(0, 1));
    if (thread > 0) {
      lock.acquireRead();
      lock.releaseRead();
    } else if (lock.acquireWrite(10)) lock.releaseWrite();
  };
}

class LeavesWithoutAWord extends ReadWriteLock {
  override acquireWrite(timeout: number): boolean {
    const { notify } = Atomics;
    Atomics.notify = () => 0;
    try {
      return super.acquireWrite(timeout);
    } finally {
      Atomics.notify = notify;
    }
  }
}

export default {
  threads: [3, 4, 6],
  wrong: (cells) => (cells[0] === 0 ? undefined : `it is ${cells[0]} when all have let go of it`),
  right: withLock((cells) => new ReadWriteLock(cells)),
  planted: { "leaves without waking those behind it": withLock((cells) => new LeavesWithoutAWord(cells)) },
} satisfies Case;
