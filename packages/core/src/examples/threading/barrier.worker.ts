/** What the threads of `barrier.ts` run. */
import { Barrier } from "../../synchronization/barrier.ts";
import { inThisThread } from "./in-threads.ts";

interface Given {
  parts: number;
  part: number;
  cells: Int32Array<SharedArrayBuffer>;
  rows: Float64Array;
}

inThisThread(({ parts, part, cells, rows }: Given) => {
  const barrier = new Barrier(parts, cells);
  const around = [part, (part + 1) % parts, (part + parts - 1) % parts];
  for (let step = 0; step < 100; step++) {
    const [now, next] = step % 2 === 0 ? [0, parts] : [parts, 0];
    const [own, right, left] = around.map((each) => rows[now + each]!) as [number, number, number];
    rows[next + part] = own / 2 + left / 4 + right / 4;
    barrier.wait();
  }
});
