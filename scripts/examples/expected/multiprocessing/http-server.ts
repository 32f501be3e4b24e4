import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    listening: /^3 servers listen on the same port$/,
    end: /^(?<processes>\d) of 3 processes answered 100 requests$/,
  },
  order: [["listening", "end"]],
  others: true,
  check(seen) {
    const counts = seen.lines.flatMap((line) => /^process (\d+) answered (\d+) times$/.exec(line)?.[2] ?? []);
    assert.equal(counts.length, seen.lines.length - 2);
    assert.equal(seen.number("end", "processes"), counts.length);
    assert.ok(counts.length >= 2, `wanted two processes to answer at least, found ${counts.length}`);
    assert.equal(
      counts.map(Number).reduce((sum, count) => sum + count),
      100,
    );
  },
} satisfies Expected;
