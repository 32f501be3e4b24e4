import type { Expected } from "../../expected.ts";

export default {
  events: {
    "a begins": /^called with argument a$/,
    "a ends": /^argument a ended$/,
    "b begins": /^called with argument b$/,
    "b ends": /^argument b ended$/,
    "c begins": /^called with argument c$/,
    "c ends": /^argument c ended$/,
    closed: /^the pool is closed$/,
    "result of a": /^a$/,
    "result of b": /^b$/,
    "result of c": /^c$/,
  },
  order: [
    ["a begins", "a ends", "closed"],
    ["b begins", "b ends", "closed"],
    ["c begins", "c ends", "closed"],
    ["closed", "result of a", "result of b", "result of c"],
  ],
} satisfies Expected;
