import type { Expected } from "../../expected.ts";

export default {
  events: { first: /^doFirst is running$/, second: /^doSecond is running$/ },
  order: [["first", "second"]],
} satisfies Expected;
