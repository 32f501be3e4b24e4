import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

export default {
  events: {
    begins: [/^called with argument (?<argument>[abc]) using pid (?<pid>\d+)$/, 6],
    ends: [/^argument (?<argument>[abc]) using pid (?<pid>\d+) ended$/, 6],
    "forgotten submitted": /^forgotten: submitted, nothing waits yet$/,
    "forgotten last line": /^forgotten: the last line of the program$/,
    killed: /^forgotten: had to be killed$/,
    "forgotten no worker": /^forgotten: no worker is left$/,
    "closed submitted": /^closed: submitted, nothing waits yet$/,
    "closed last line": /^closed: the last line of the program$/,
    "ended by itself": /^closed: ended by itself with exit code 0$/,
    "closed no worker": /^closed: no worker is left$/,
  },
  order: [
    [
      "forgotten submitted",
      "forgotten last line",
      "killed",
      "forgotten no worker",
      "closed submitted",
      "closed last line",
      "ended by itself",
      "closed no worker",
    ],
  ],
  check(seen) {
    for (const event of ["begins", "ends"]) {
      const letters = seen.all(event).map((match) => match.groups?.["argument"]);
      assert.deepEqual(new Set(letters.slice(0, 3)), new Set(["a", "b", "c"]));
      assert.deepEqual(new Set(letters.slice(3)), new Set(["a", "b", "c"]));
    }
  },
} satisfies Expected;
