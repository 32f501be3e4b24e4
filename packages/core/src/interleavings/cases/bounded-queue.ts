import { BoundedQueue } from "../../synchronization/bounded-queue.ts";
import type { Body, Case, Cells } from "../case.ts";

/** From here on, how often each value was got. */
const GOT = 512;
/** Cells of the queue itself, for values of so many bytes. */
const [CAPACITY, VALUE_BYTES] = [1, 8];

/** Every second thread puts its number once, the others get one each; with an odd number of threads the last one closes it. */
function passOn(make: (cells: Cells) => BoundedQueue<number>): Body {
  return (cells, thread, threads) => {
    const queue = make(cells.subarray(0, 64));
    if (thread === threads - 1 && threads % 2 === 1) return;
    if (thread % 2 === 0) return void queue.put(thread);
    const value = queue.get();
    if (typeof value !== "number" || value % 2 !== 0) throw new Error(`it got ${value}, which nobody has put`);
    Atomics.add(cells, GOT + value, 1);
  };
}

class PutsWithoutRoom extends BoundedQueue<number> {
  override put(value: number): boolean {
    this.cells[5] = 1;
    this.cells[6] = value + 48; // as text
    Atomics.add(this.cells, 4, 1);
    Atomics.add(this.cells, 2, 1);
    Atomics.notify(this.cells, 2, 1);
    return true;
  }
}

export default {
  threads: [2, 4, 6, 8],
  wrong: (cells, threads) => {
    for (let value = 0; value < threads; value += 2)
      if (cells[GOT + value] !== 1) return `value ${value} was got ${cells[GOT + value]} times`;
    return undefined;
  },
  right: passOn((cells) => new BoundedQueue(CAPACITY, VALUE_BYTES, cells)),
  planted: { "puts though there is no room": passOn((cells) => new PutsWithoutRoom(CAPACITY, VALUE_BYTES, cells)) },
} satisfies Case;
