/** The tasks of the comparison, one argument each, since some pools pass no more. The same for every contender in all cells. */

/** Does nothing. It gives back what it was given, so that each answer can be told from the others. */
export const empty = (input: unknown): unknown => input;

/**
 * How many steps the points of a size × size grid stay inside of the Mandelbrot set's circle, 100 at most for each: whole
 * numbers, the same in every engine. This loop takes the same time however it is called; many short loops do not, since V8 may
 * leave them in half-optimised code for good.
 */
export function mandelbrot(size: number): number {
  let steps = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const realPart = (3 * column) / size - 2;
      const imaginaryPart = (2 * row) / size - 1;
      let x = 0;
      let y = 0;
      for (let step = 0; step < 100 && x * x + y * y < 4; step++) {
        const next = x * x - y * y + realPart;
        y = 2 * x * y + imaginaryPart;
        x = next;
        steps++;
      }
    }
  }
  return steps;
}

/** The same so many times in one call: what a worker does when no message disturbs it. */
export function mandelbrotTimes([size, times]: readonly [size: number, times: number]): number {
  let steps = 0;
  for (let time = 0; time < times; time++) steps += mandelbrot(size);
  return steps;
}

/** Blocks its worker for so many milliseconds, by the clock. */
export function spin(milliseconds: number): number {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return milliseconds;
}

/** A buffer that can be recognised: its first byte is 1, its last 2. */
export function make(bytes: number): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes);
  const view = new Uint8Array(buffer);
  view[0] = 1;
  view[bytes - 1] = 2;
  return buffer;
}

/** What shows that a buffer of {@link make} has arrived whole: its length, its first byte and its last. */
export function lookAt(buffer: ArrayBuffer): number[] {
  const view = new Uint8Array(buffer);
  return [buffer.byteLength, view[0] ?? -1, view.at(-1) ?? -1];
}

const name = crypto.randomUUID();

/** A name that no other worker has. Takes 2 ms, so that other workers get their turn. */
export function whoAmI(): string {
  spin(2);
  return name;
}

export const tasks = { empty, mandelbrot, mandelbrotTimes, spin, make, lookAt, whoAmI };

export type TaskName = keyof typeof tasks;
