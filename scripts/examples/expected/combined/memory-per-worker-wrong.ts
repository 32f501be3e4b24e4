import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    rows: /^every process has row 7: 49 49 49$/,
    memory: /^3 processes: (?<total>\d+|NaN) MiB, (?<each>\d+|NaN) each$/,
  },
  order: [["rows", "memory"]],
  // Each has the whole table of 64 MiB. Only Linux tells.
  check(seen) {
    if (process.platform === "linux") assert.ok(seen.number("memory", "each") >= 64);
  },
} satisfies Expected;
