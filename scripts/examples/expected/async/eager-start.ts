import type { Expected } from "../../expected.ts";

export default {
  events: {
    before: /^before the call of A$/,
    "A begins": /^A begins$/,
    after: /^after the call of A$/,
    "A goes on": /^A goes on$/,
    "A ends": /^A has ended$/,
    "B begins": /^B begins$/,
    "B goes on": /^B goes on$/,
    "B ended": /^B had ended long before$/,
    prepared: /^C is prepared$/,
    "C begins": /^C begins$/,
    "C goes on": /^C goes on$/,
    "C ends": /^C has ended$/,
  },
  order: [
    ["before", "A begins", "after", "A goes on", "A ends", "B begins", "B goes on", "B ended"],
    ["B ended", "prepared", "C begins", "C goes on", "C ends"],
  ],
} satisfies Expected;
