/**
 * All begin before anything is awaited, and their results have the order of the calls. They end in the order of their waits, but a
 * runtime that was kept from its timers for a while may find several due, and in Deno the longer may come first.
 */
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
  order: [
    ["A begins", "B begins", "C begins", "called", "A ends", "results"],
    ["called", "B ends", "results"],
    ["called", "C ends", "results"],
  ],
} satisfies Expected;
