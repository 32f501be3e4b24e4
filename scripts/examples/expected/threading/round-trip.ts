import type { Expected } from "../../expected.ts";

export default {
  events: {
    quick: /^arrives: QUICK$/,
    slow: /^arrives: SLOW$/,
    both: /^in the order of the questions: SLOW, QUICK$/,
  },
  order: [["quick", "slow", "both"]],
} satisfies Expected;
