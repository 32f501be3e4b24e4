import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: { waits: /^16 requests of one unit: at most (?<most>\d+) at once, (?<units>[\d.]+) units$/ },
  // Two workers, one wait each: eight waits one after the other. Timers may be early by less than a tenth of a unit.
  check(seen) {
    assert.ok(seen.number("waits", "most") <= 2);
    assert.ok(seen.number("waits", "units") > 7);
  },
} satisfies Expected;
