import { Semaphore } from "../../synchronization/semaphore.ts";
import type { Body, Case, Cells } from "../case.ts";

/** How many have a permit now. */
const INSIDE = 16;
/** One less than there are threads, so that one has to wait. */
const permits = (threads: number): number => Math.min(threads - 1, 3);

function withPermit(make: (permits: number, cells: Cells) => Semaphore): Body {
  return (cells, _, threads) => {
    make(permits(threads), cells.subarray(0, 1)).hold(() => {
      const inside = Atomics.add(cells, INSIDE, 1) + 1;
      if (inside > permits(threads)) throw new Error(`${inside} have one of ${permits(threads)} permits`);
      Atomics.sub(cells, INSIDE, 1);
    });
  };
}

class LooksThenTakes extends Semaphore {
  override acquire(): boolean {
    while (Atomics.load(this.cells, 0) <= 0) Atomics.wait(this.cells, 0, 0);
    Atomics.sub(this.cells, 0, 1);
    return true;
  }
}

class WakesNobody extends Semaphore {
  override release(): void {
    Atomics.add(this.cells, 0, 1);
  }
}

class GivesBackInTwoSteps extends Semaphore {
  override release(): void {
    const left = Atomics.load(this.cells, 0);
    Atomics.store(this.cells, 0, left + 1);
    Atomics.notify(this.cells, 0, 1);
  }
}

export default {
  threads: [2, 3, 5, 8],
  prepare: (cells, threads) => void (cells[0] = permits(threads)),
  wrong: (cells, threads) =>
    cells[0] === permits(threads) ? undefined : `${cells[0]} permits are left when all are back`,
  right: withPermit((count, cells) => new Semaphore(count, cells)),
  planted: {
    "looks, and then takes": withPermit((count, cells) => new LooksThenTakes(count, cells)),
    "wakes nobody": withPermit((count, cells) => new WakesNobody(count, cells)),
    "gives back in two steps": withPermit((count, cells) => new GivesBackInTwoSteps(count, cells)),
  },
} satisfies Case;
