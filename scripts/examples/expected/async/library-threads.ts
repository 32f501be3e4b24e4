import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

const cores = String.raw`\d+\.\d cores were busy`;

export default {
  events: {
    lines: [new RegExp(`^(?<what>.+): the loop (?<loop>had its turns|had no turn), ${cores}$`), 5],
  },
  check(seen) {
    const loops = Object.fromEntries(seen.all("lines").map(({ groups }) => [groups?.["what"], groups?.["loop"]]));
    assert.deepEqual(loops, {
      pbkdf2: "had its turns",
      scrypt: "had its turns",
      gzip: seen.runtime === "deno" ? "had no turn" : "had its turns",
      "subtle.digest": "had its turns",
      "pbkdf2Sync in an async function": "had no turn",
    });
  },
} satisfies Expected;
