/** What the threads of `bounded-queue.ts` run. */
import { BoundedQueue } from "../../synchronization/bounded-queue.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  capacity: number;
  cells: Int32Array<SharedArrayBuffer>;
  sums: Int32Array;
  puts?: number;
  /** Where it keeps its sum. */
  adds?: number;
}

inThisThread(({ capacity, cells, sums, puts, adds = 0 }: Given) => {
  const queue = new BoundedQueue<number>(capacity, undefined, cells);
  if (puts !== undefined) {
    for (let number = 1; number <= puts; number++) queue.put(number);
    queue.put(0); // the end, for one of those who get
  } else for (let number = queue.get(); number; number = queue.get()) sums[adds]! += number;
});
