import { Barrier } from "../../synchronization/barrier.ts";
import type { Body, Case, Cells } from "../case.ts";

/** Each thread's own cell: how often it has come. */
const CAME = 16;
const TIMES = 2;

function meet(make: (parties: number, cells: Cells) => Barrier): Body {
  return (cells, thread, threads) => {
    const barrier = make(threads, cells.subarray(0, 2));
    for (let time = 1; time <= TIMES; time++) {
      cells[CAME + thread] = time;
      barrier.wait();
      for (let other = 0; other < threads; other++) {
        if (cells[CAME + other]! < time) throw new Error(`it went on before thread ${other} had come for time ${time}`);
      }
    }
  };
}

/** Counts in one cell, and how often all have gone on in another. */
class InTwoNumbers extends Barrier {
  readonly #parties: number;
  constructor(parties: number, cells: Cells) {
    super(parties, cells);
    this.#parties = parties;
  }
  override wait(): number {
    const time = Atomics.load(this.cells, 1);
    const came = Atomics.add(this.cells, 0, 1);
    if (came + 1 === this.#parties) {
      Atomics.store(this.cells, 0, 0);
      Atomics.add(this.cells, 1, 1);
      Atomics.notify(this.cells, 1);
    } else Atomics.wait(this.cells, 1, time);
    return came;
  }
}

/** Is not cleared for the next time. */
class WorksOnce extends Barrier {
  readonly #parties: number;
  constructor(parties: number, cells: Cells) {
    super(parties, cells);
    this.#parties = parties;
  }
  override wait(): number {
    const came = Atomics.add(this.cells, 0, 1);
    if (came + 1 >= this.#parties) Atomics.notify(this.cells, 0);
    for (let now = came + 1; now < this.#parties; now = Atomics.load(this.cells, 0)) Atomics.wait(this.cells, 0, now);
    return came;
  }
}

export default {
  threads: [2, 3, 5, 8],
  right: meet((parties, cells) => new Barrier(parties, cells.subarray(0, 1))),
  planted: {
    "counts in one number and turns in another": meet((parties, cells) => new InTwoNumbers(parties, cells)),
    "works once": meet((parties, cells) => new WorksOnce(parties, cells)),
  },
} satisfies Case;
