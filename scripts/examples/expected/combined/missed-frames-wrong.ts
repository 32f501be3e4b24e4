import type { Expected } from "../../expected.ts";

export default {
  events: { "in one piece": /^in one piece: 0 frames drawn, [1-9]\d* missed, 60644 points$/ },
} satisfies Expected;
