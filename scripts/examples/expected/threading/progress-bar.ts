import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    bar: [/^\[(?<done>#*)(?<open>\.*)\] (?<percent>\d+)%$/, 11],
    end: /^78498 primes below a million, drawn (?<frames>\d+) times for 40 steps$/,
  },
  order: [["bar", "end"]],
  check(seen) {
    const tenths = Array.from({ length: 11 }, (_, tenth) => tenth);
    assert.deepEqual(
      seen.numbers("bar", "percent"),
      tenths.map((tenth) => 10 * tenth),
    );
    assert.deepEqual(
      seen.all("bar").map(({ groups }) => groups?.["done"]?.length),
      tenths,
    );
    // Once at the start and once for each step; what is more came from the timer.
    assert.ok(seen.number("end", "frames") >= 41);
  },
} satisfies Expected;
