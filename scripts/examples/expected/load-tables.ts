/** With a worker for each table: a table's own lines are in order, and what is said of all comes last. */
import assert from "node:assert/strict";
import type { Expected } from "../expected.ts";

const line = (text: string): RegExp => new RegExp(String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO ${text}$`);

export default {
  events: {
    "A begins": line("loading table A takes 1 units"),
    "B begins": line("loading table B takes 2 units"),
    "C begins": line("loading table C takes 5 units"),
    "A ends": line("table A is loaded"),
    "B ends": line("table B is loaded"),
    "C ends": line("table C is loaded"),
    results: line("results: 1, 2, 5"),
    time: line(String.raw`8 units of waiting in (?<units>\d+\.\d)`),
  },
  order: [
    ["A begins", "A ends", "results"],
    ["B begins", "B ends", "results"],
    ["C begins", "C ends", "results", "time"],
  ],
  // However many wait at the same time, the longest wait is waited for. A timer may be early by a millisecond.
  check(seen) {
    assert.ok(seen.number("time", "units") > 4.5);
  },
} satisfies Expected;
