import { Event } from "../../synchronization/event.ts";
import type { Body, Case, Cells } from "../case.ts";

/** What the first thread writes before it sets the event. */
const NEWS = 16;

/** The first sets and clears; who waited must have seen the news, and go on though it is cleared. */
function withEvent(make: (cells: Cells) => Event): Body {
  return (cells, thread, threads) => {
    const event = make(cells.subarray(0, 1));
    const [come, gone] = [17, 18];
    if (thread === 0) {
      Atomics.store(cells, NEWS, 1);
      event.set();
      // Cleared only when all others are through or about to sleep, or they would rightly wait for ever.
      for (let seen = Atomics.load(cells, gone); seen < threads - 1; seen = Atomics.load(cells, gone))
        Atomics.wait(cells, gone, seen);
      event.clear();
    } else {
      Atomics.add(cells, come, 1);
      event.wait();
      if (Atomics.load(cells, NEWS) !== 1) throw new Error("it went on before there was news");
      Atomics.add(cells, gone, 1);
      Atomics.notify(cells, gone);
    }
  };
}

class WakesBeforeItIsSet extends Event {
  override set(): void {
    Atomics.notify(this.cells, 0);
    Atomics.store(this.cells, 0, 1);
  }
}

class WakesOne extends Event {
  override set(): void {
    Atomics.store(this.cells, 0, 1);
    Atomics.notify(this.cells, 0, 1);
  }
}

class NeverSleeps extends Event {
  override wait(): boolean {
    return true;
  }
}

export default {
  threads: [2, 3, 5],
  wrong: (cells) => (cells[0] === 0 ? undefined : "it is set though it was cleared"),
  right: withEvent((cells) => new Event(cells)),
  planted: {
    "wakes before it is set": withEvent((cells) => new WakesBeforeItIsSet(cells)),
    "wakes one only": withEvent((cells) => new WakesOne(cells)),
    "does not wait": withEvent((cells) => new NeverSleeps(cells)),
  },
} satisfies Case;
