/** The work of `missed-frames-wrong.ts` and `missed-frames-right.ts`: a picture of the Mandelbrot set. */

export const ROWS = 400;
const COLUMNS = 600;

/** How many points of the rows `from` to `to` belong to the set. It computes; there is nothing in it to wait for. */
export function pointsInside(from: number, to: number): number {
  let inside = 0;
  for (let row = from; row < to; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      if (belongs(column / 200 - 2, row / 200 - 1)) inside++;
    }
  }
  return inside;
}

/** Whether the point is still near after 500 steps of z = z² + c. */
function belongs(cx: number, cy: number): boolean {
  let x = 0;
  let y = 0;
  for (let step = 0; step < 500; step++) {
    if (x * x + y * y > 4) return false;
    const next = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next;
  }
  return true;
}
