import type { Expected } from "../../expected.ts";

export default {
  events: {
    race: /^race: B failed$/,
    any: /^any: C$/,
    all: /^all: B failed$/,
    "outcome A": /^allSettled 0: fulfilled: A$/,
    "outcome B": /^allSettled 1: rejected: B failed$/,
    "outcome C": /^allSettled 2: fulfilled: C$/,
  },
  order: [["race", "any", "all", "outcome A", "outcome B", "outcome C"]],
} satisfies Expected;
