import type { Expected } from "../../expected.ts";

export default {
  events: { totals: /^the totals are (45000150000(, |$)){3}/, ticks: /^ticks during three queries: [1-9]\d*$/ },
  order: [["totals", "ticks"]],
} satisfies Expected;
