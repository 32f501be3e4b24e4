/** What the threads of `read-write-lock.ts` run. */
import { ReadWriteLock } from "../../synchronization/read-write-lock.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  cells: Int32Array<SharedArrayBuffer>;
  table: Int32Array;
  inside: Int32Array;
  writes?: boolean;
}

inThisThread(({ cells, table, inside, writes }: Given) => {
  const lock = new ReadWriteLock(cells);
  for (let time = 0; time < 1000; time++) {
    if (writes) {
      lock.acquireWrite();
      for (let place = 0; place < table.length; place++) table[place]!++;
      lock.releaseWrite();
    } else {
      lock.acquireRead();
      const readers = Atomics.add(inside, 0, 1) + 1;
      for (let most = 0; readers > most;) most = Atomics.compareExchange(inside, 1, most, readers);
      if (table.some((number) => number !== table[0])) throw new Error("found half of a change");
      Atomics.sub(inside, 0, 1);
      lock.releaseRead();
    }
  }
});
