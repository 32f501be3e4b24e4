import type { Expected } from "../expected.ts";

export default {
  events: {
    "a begins": /^called with arguments a and a$/,
    "a ends": /^arguments a and a ended$/,
    "b begins": /^called with arguments b and b$/,
    "b ends": /^arguments b and b ended$/,
    "c begins": /^called with arguments c and c$/,
    "c ends": /^arguments c and c ended$/,
    left: /^the block is left, asked for 10 workers, started 3$/,
    "d begins": /^called with arguments d and d$/,
    "d ends": /^arguments d and d ended$/,
    "left by an error": /^the block is left by an error: something else went wrong$/,
  },
  order: [
    ["a begins", "a ends", "left"],
    ["b begins", "b ends", "left"],
    ["c begins", "c ends", "left"],
    ["left", "d begins", "d ends", "left by an error"],
  ],
} satisfies Expected;
