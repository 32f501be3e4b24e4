/** What the threads of `semaphore.ts` run. */
import { Semaphore } from "../../synchronization/semaphore.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  permits: number;
  cells: Int32Array<SharedArrayBuffer>;
  inside: Int32Array;
  missing: Int32Array;
}

inThisThread(({ permits, cells, inside, missing }: Given) => {
  const semaphore = new Semaphore(permits, cells);
  // Nobody begins before all are there.
  if (Atomics.sub(missing, 0, 1) === 1) Atomics.notify(missing, 0);
  for (let left = 1; left > 0; left = Atomics.load(missing, 0)) Atomics.wait(missing, 0, left);
  for (let time = 0; time < 5; time++) {
    semaphore.hold(() => {
      const now = Atomics.add(inside, 0, 1) + 1;
      for (let most = 0; now > most;) most = Atomics.compareExchange(inside, 1, most, now);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // uses it for 20 ms
      Atomics.sub(inside, 0, 1);
    });
  }
});
