import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    rows: /^every thread has row 7: 49 49 49$/,
    memory: /^3 threads: (?<total>\d+|NaN) MiB, (?<each>\d+|NaN) each$/,
  },
  order: [["rows", "memory"]],
  // The table of 64 MiB is there once, and a thread's own heap is less than another table. Only Linux tells.
  check(seen) {
    if (process.platform !== "linux") return;
    assert.ok(seen.number("memory", "total") >= 64);
    assert.ok(seen.number("memory", "each") < 64);
  },
} satisfies Expected;
