/** Finds the size of the kernel that takes about 100 µs on this machine, in this runtime. */
import { mandelbrot } from "./tasks.ts";

const WANTED_SECONDS = 100e-6;
/** About 108 µs on the machine this was written on. */
const FIRST_SIZE = 37;
const BLOCKS = 9;
const CALLS = 200;

/** Of several blocks the fastest counts: what slows one down is the machine's other work. */
export function kernelSize(): number {
  const size = FIRST_SIZE;
  let fastest = Infinity;
  for (let block = 0; block < BLOCKS; block++) {
    const began = performance.now();
    for (let call = 0; call < CALLS; call++) mandelbrot(size);
    fastest = Math.min(fastest, (performance.now() - began) / 1000 / CALLS);
  }
  // Time grows with the number of points.
  return Math.max(1, Math.round(size * Math.sqrt(WANTED_SECONDS / fastest)));
}
