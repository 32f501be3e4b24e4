import type { Expected } from "../../expected.ts";

export default {
  events: { rounds: [/^2000000 additions, counted 2000000, lost 0, round \d+$/, 10] },
} satisfies Expected;
