import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

const [WIDTH, HEIGHT, LOOK_AHEAD] = [160, 120, 4];
const HEADER = new TextEncoder().encode(`P6\n${WIDTH} ${HEIGHT}\n255\n`).reduce((sum, byte) => sum + byte, 0);

/** The bytes of a blurred image of the gallery, added up: the average of nine neighbours, by coordinates. */
function sumOfBlurred(index: number): number {
  const within = (n: number, size: number): number => Math.min(size - 1, Math.max(0, n));
  const point = (x: number, y: number, colour: number): number =>
    ((3 * (within(y, HEIGHT) * WIDTH + within(x, WIDTH)) + colour) * (index + 7)) % 256;
  let sum = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (let colour = 0; colour < 3; colour++) {
        let nine = 0;
        for (let near = 0; near < 9; near++) nine += point(x + (near % 3) - 1, y + Math.floor(near / 3) - 1, colour);
        sum += Math.floor(nine / 9);
      }
    }
  }
  return sum;
}

export default {
  events: {
    all: /^fetched 24, encoded 24, bytes add up to (?<sum>\d+)$/,
    memory: /^at most (?<images>\d+) images in memory at once$/,
    cancelled: /^cancelled: fetched (?<fetched>\d+) of 1000, encoded (?<encoded>\d+)$/,
  },
  order: [["all", "memory", "cancelled"]],
  check(seen) {
    const sums = Array.from({ length: 24 }, (_, index) => HEADER + sumOfBlurred(index));
    assert.equal(
      seen.number("all", "sum"),
      sums.reduce((total, sum) => total + sum),
    );
    // What the loop has in its hands, and what was pulled ahead of it.
    assert.ok(seen.number("memory", "images") <= LOOK_AHEAD + 1);
    const encoded = seen.number("cancelled", "encoded");
    assert.ok(encoded >= 8 && encoded <= 8 + LOOK_AHEAD, `wanted the loop to end soon after eight, found ${encoded}`);
    assert.ok(seen.number("cancelled", "fetched") <= encoded + LOOK_AHEAD + 1);
  },
} satisfies Expected;
