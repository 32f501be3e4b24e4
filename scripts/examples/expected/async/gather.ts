/** All begin before anything is awaited, they end in the order of their waits, and their results have the order of the calls. */
import type { Expected } from "../../expected.ts";

export default {
  events: {
    "A begins": /^task A begins$/,
    "B begins": /^task B begins$/,
    "C begins": /^task C begins$/,
    called: /^all three are called$/,
    "A ends": /^task A is done after 2 units$/,
    "B ends": /^task B is done after 1 units$/,
    "C ends": /^task C is done after 3 units$/,
    results: /^results: 2, 1, 3$/,
  },
  order: [["A begins", "B begins", "C begins", "called", "B ends", "A ends", "C ends", "results"]],
} satisfies Expected;
