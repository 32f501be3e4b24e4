import { Barrier, BrokenBarrier } from "../../synchronization/barrier.ts";
import type { Case } from "../case.ts";

/** How many went on, and how many found it broken. */
const [WENT_ON, BROKEN] = [16, 17];

export default {
  threads: [2, 3, 5],
  wrong: (cells, threads) => {
    const [wentOn, broken] = [cells[WENT_ON]!, cells[BROKEN]!];
    return wentOn === threads || broken === threads
      ? undefined
      : `of ${threads} ${wentOn} went on and ${broken} found it broken`;
  },
  right: (cells, _, threads) => {
    try {
      new Barrier(threads, cells.subarray(0, 1)).wait(10);
      Atomics.add(cells, WENT_ON, 1);
    } catch (error) {
      if (!(error instanceof BrokenBarrier)) throw error;
      Atomics.add(cells, BROKEN, 1);
    }
  },
  planted: {
    "breaks it though all have come": (cells, _, threads) => {
      class BreaksAnyway extends Barrier {
        override wait(): number {
          const came = Atomics.add(this.cells, 0, 1);
          if (came + 1 === threads) Atomics.notify(this.cells, 0);
          else if (Atomics.wait(this.cells, 0, came + 1, 10) === "timed-out") throw new BrokenBarrier();
          return came;
        }
      }
      try {
        new BreaksAnyway(threads, cells.subarray(0, 1)).wait();
        Atomics.add(cells, WENT_ON, 1);
      } catch {
        Atomics.add(cells, BROKEN, 1);
      }
    },
  },
} satisfies Case;
