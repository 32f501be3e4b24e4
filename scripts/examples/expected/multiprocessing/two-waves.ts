import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

const BEGINS = /^called with argument (?<argument>\d+) using pid (?<pid>\d+)$/;
const ENDS = /^argument (?<argument>\d+) using pid (?<pid>\d+) ended$/;

export default {
  events: {
    begins: [BEGINS, 10],
    ends: [ENDS, 10],
    results: /^results: 1 2 3 4 5 6 7 8 9 10$/,
    time: /^(?<processes>\d+) processes, 30 units of waiting in (?<units>[\d.]+)$/,
  },
  order: [["ends", "results", "time"]],
  check(seen) {
    assert.equal(seen.number("time", "processes"), 5);
    assert.equal(new Set(seen.numbers("begins", "pid")).size, 5);
    // Each task ends where it began, and never are there more than five between the two.
    const running = new Map<string, string>();
    for (const line of seen.lines) {
      const { argument = "", pid = "" } = (BEGINS.exec(line) ?? ENDS.exec(line))?.groups ?? {};
      if (BEGINS.test(line)) running.set(argument, pid);
      else if (ENDS.test(line)) {
        assert.equal(running.get(argument), pid);
        running.delete(argument);
      }
      assert.ok(running.size <= 5, `wanted five tasks at once at most, found ${running.size}`);
    }
    // Five at a time, thirty units cannot take less than six. A timer may round by some tenths.
    assert.ok(seen.number("time", "units") >= 5.5);
  },
} satisfies Expected;
