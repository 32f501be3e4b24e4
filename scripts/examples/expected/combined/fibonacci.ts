import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    inline: /^inline: 16640800 in \d+ ms$/,
    threads: /^threads: 16640800 in \d+ ms$/,
    processes: /^processes: 16640800 in \d+ ms$/,
    plain: /^plain functions: 135300 in \d+ ms$/,
    async: /^async functions: 135300 in \d+ ms$/,
    factor: /^with await at every call it takes (?<factor>[\d.]+) times as long$/,
  },
  order: [["inline", "threads", "processes", "plain", "async", "factor"]],
  check(seen) {
    assert.ok(seen.number("factor", "factor") > 1, "wanted async functions to take longer than plain ones");
  },
} satisfies Expected;
