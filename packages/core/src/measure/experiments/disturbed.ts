/** The fixed probe that others disturb: five kinds of work, one after the other, each for the same time. */
import type { TaskContext } from "../../pool/tasks.ts";
import { mandelbrot } from "../pools/tasks.ts";
import { allocate, pbkdf2InLibraryThread, sweep } from "./noise.ts";

export const PROBES = ["compute", "memory", "library", "messages", "atomics"] as const;

/** How often each was done in a second. */
export type Disturbed = Record<(typeof PROBES)[number], number>;

/** Small enough for the caches of most cores, too large for the first level. */
const CELLS = new Float64Array(256 * 1024);

/** @param milliseconds for each kind */
export async function disturbed(
  context: TaskContext,
  milliseconds: number,
  shared: Int32Array = new Int32Array(new SharedArrayBuffer(4)),
): Promise<Disturbed> {
  return {
    compute: await perSecond(milliseconds, () => void mandelbrot(12)),
    memory: await perSecond(milliseconds, () => {
      allocate();
      sweep(CELLS);
    }),
    library: await perSecond(milliseconds, pbkdf2InLibraryThread),
    messages: await perSecond(milliseconds, () => context.emit("x")),
    atomics: await perSecond(milliseconds, () => {
      for (let time = 0; time < 1000; time++) Atomics.add(shared, 0, 1);
    }),
  };
}

async function perSecond(milliseconds: number, once: () => Promise<unknown> | void): Promise<number> {
  const began = performance.now();
  let now = began;
  let times = 0;
  for (; now - began < milliseconds; times++) {
    const pending = once();
    if (pending) await pending;
    now = performance.now();
  }
  return times / ((now - began) / 1000);
}
