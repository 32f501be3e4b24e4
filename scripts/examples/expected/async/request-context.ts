import type { Expected } from "../../expected.ts";

export default {
  events: {
    "a begins": /^a: begins$/,
    "b begins": /^b: begins$/,
    "a asks": [/^a: has asked the database$/, 2],
    "b asks": [/^b: has asked the database$/, 2],
    "a ends": /^a: ends$/,
    "b ends": /^b: ends$/,
    outside: /^nobody: is outside$/,
  },
  order: [
    ["a begins", "a asks", "a ends", "outside"],
    ["b begins", "b asks", "b ends", "outside"],
  ],
} satisfies Expected;
