import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: { waits: /^16 requests of one unit: at most (?<most>\d+) at once, (?<units>[\d.]+) units$/ },
  // More than there are workers, and never more than four for each.
  check(seen) {
    assert.ok(seen.number("waits", "most") > 2);
    assert.ok(seen.number("waits", "most") <= 8);
  },
} satisfies Expected;
