import { Lock } from "../../synchronization/lock.ts";
import type { Case, Cells } from "../case.ts";

/** How many got the lock, and how many gave up. */
const [GOT, GAVE_UP] = [16, 17];

function count(cells: Cells, cell: number): void {
  const seen = Atomics.load(cells, cell);
  Atomics.store(cells, cell, seen + 1);
}

export default {
  threads: [2, 3, 6],
  wrong: (cells, threads) => {
    if (cells[GOT]! + cells[GAVE_UP]! !== threads)
      return `of ${threads} threads ${cells[GOT]} got it and ${cells[GAVE_UP]} gave up`;
    return cells[0] === 0 ? undefined : "it is not free when all are done";
  },
  right: (cells) => {
    const lock = new Lock(cells.subarray(0, 1));
    if (!lock.acquire(10)) return void Atomics.add(cells, GAVE_UP, 1);
    count(cells, GOT);
    lock.release();
  },
  planted: {
    "goes on as if it had the lock": (cells) => {
      const lock = new Lock(cells.subarray(0, 1));
      lock.acquire(10);
      count(cells, GOT);
      lock.release();
    },
  },
} satisfies Case;
