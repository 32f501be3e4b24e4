import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: { lost: /^2000000 additions, counted (?<counted>\d+), lost (?<lost>\d+), round (?<round>\d+)$/ },
  // It stops at the first round that loses anything. What is counted was counted: the loss is never all of it.
  check(seen) {
    const [counted, lost] = [seen.number("lost", "counted"), seen.number("lost", "lost")];
    assert.equal(counted + lost, 2_000_000);
    assert.ok(counted > 0 && lost > 0);
    assert.ok(seen.number("lost", "round") <= 1000);
  },
} satisfies Expected;
