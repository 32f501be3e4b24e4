/** What the threads of `semaphore.ts` run. */
import { Semaphore } from "../../synchronization/semaphore.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  permits: number;
  cells: Int32Array<SharedArrayBuffer>;
  inside: Int32Array;
}

inThisThread(({ permits, cells, inside }: Given) => {
  const semaphore = new Semaphore(permits, cells);
  for (let time = 0; time < 5; time++) {
    semaphore.hold(() => {
      const now = Atomics.add(inside, 0, 1) + 1;
      if (now > Atomics.load(inside, 1)) Atomics.store(inside, 1, now);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // uses it for 20 ms
      Atomics.sub(inside, 0, 1);
    });
  }
});
