/** Each process's lines are in order, and all before the end; the ids are those that the parent was told, and none is its own. */
import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

const lines = ["doFirst", "doSecond"].flatMap((task) => [1, 2, 3].map((line) => `${task}, line ${line}`));

export default {
  events: {
    started: /^process (?<parent>\d+) has started (?<doFirst>\d+) and (?<doSecond>\d+)$/,
    ended: /^both have ended: 0, 0$/,
    ...Object.fromEntries(lines.map((line) => [line, new RegExp(`^${line}, in process (?<id>\\d+)$`)])),
  },
  order: [
    ["started", "ended"],
    [...lines.slice(0, 3), "ended"],
    [...lines.slice(3), "ended"],
  ],
  check(seen) {
    const ids = ["parent", "doFirst", "doSecond"].map((name) => seen.number("started", name));
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(
      lines.map((line) => seen.number(line, "id")),
      [ids[1], ids[1], ids[1], ids[2], ids[2], ids[2]],
    );
  },
} satisfies Expected;
