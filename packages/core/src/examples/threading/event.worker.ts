/** What the threads of `event.ts` run. */
import { Event } from "../../synchronization/event.ts";
import { inThisThread } from "./in-threads.ts";

inThisThread(({ cells, state }: { cells: Int32Array<SharedArrayBuffer>; state: Int32Array }) => {
  new Event(cells).wait();
  if (state[0] === 42) Atomics.add(state, 1, 1);
});
