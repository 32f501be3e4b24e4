import type { Expected } from "../../expected.ts";

export default {
  events: {
    "read after the wait": /^read after the wait: 100 deposits, balance 100, lost 0$/,
    lock: /^one after the other: 100 deposits, balance 100, lost 0$/,
  },
  order: [["read after the wait", "lock"]],
} satisfies Expected;
