import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    holds: /^greedy: computes for 3 units$/,
    computed: /^greedy: has computed$/,
    "modest begins": /^modest: begins$/,
    "modest goes on": /^modest: goes on$/,
    awaited: /^greedy: has awaited 1000 values that were there$/,
    timer: /^timer: due after 1 unit, called after (?<units>[\d.]+)$/,
    waited: /^greedy: has waited for a timer of its own$/,
  },
  order: [["holds", "computed", "modest begins", "modest goes on", "awaited", "timer", "waited"]],
  check(seen) {
    assert.ok(seen.number("timer", "units") >= 3);
  },
} satisfies Expected;
