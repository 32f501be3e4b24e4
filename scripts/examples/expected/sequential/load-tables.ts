/** One after the other: no table begins before the one before it has ended, and all waits are waited for. */
import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";
import concurrent from "../load-tables.ts";

export default {
  ...concurrent,
  order: [["A begins", "A ends", "B begins", "B ends", "C begins", "C ends", "results", "time"]],
  check(seen) {
    assert.ok(seen.number("time", "units") > 7.5);
  },
} satisfies Expected;
