import type { Expected } from "../expected.ts";

export default {
  events: {
    "by position": /^1 and 2$/,
    "a list by position": /^3 and 4$/,
    "by name": /^5 and 6$/,
    "names in another order": /^7 and 8$/,
    "first of map": /^9 and 10$/,
    "second of map": /^11 and 12$/,
    "a wrong name": /^13 and undefined$/,
  },
  order: [
    [
      "by position",
      "a list by position",
      "by name",
      "names in another order",
      "first of map",
      "second of map",
      "a wrong name",
    ],
  ],
} satisfies Expected;
