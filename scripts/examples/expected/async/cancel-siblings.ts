/** A runs on after the failure; B, in a group, is stopped and never done. */
import type { Expected } from "../../expected.ts";

export default {
  events: {
    "all rejects": /^Promise\.all: the task failed$/,
    "A ends": /^A is done$/,
    "B is stopped": /^B is stopped$/,
    "the group rejects": /^the group: the task failed$/,
  },
  order: [["all rejects", "A ends", "B is stopped", "the group rejects"]],
} satisfies Expected;
