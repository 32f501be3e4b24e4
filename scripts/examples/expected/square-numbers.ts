import assert from "node:assert/strict";
import type { Expected } from "../expected.ts";

const n = 10_000_000n;
const sum = ((n - 1n) * n * (2n * n - 1n)) / 6n;

export default {
  events: {
    parts: [/^part (?<index>\d) is done$/, 10],
    sum: new RegExp(`^sum of all squares below 10,000,000: ${sum}$`),
  },
  order: [["parts", "sum"]],
  // Each part once, in whatever order they were finished.
  check(seen) {
    assert.equal(new Set(seen.numbers("parts", "index")).size, 10);
  },
} satisfies Expected;
