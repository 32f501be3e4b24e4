import type { Expected } from "../../expected.ts";

export default {
  events: {
    f1: /^first, block 1$/,
    s1: /^second, block 1$/,
    f2: /^first, block 2$/,
    s2: /^second, block 2$/,
    "not fired": /^after 10,000 settled promises the timer has fired: false$/,
    fired: /^after turns of the event loop it has fired: true$/,
  },
  order: [["f1", "s1", "f2", "s2", "not fired", "fired"]],
} satisfies Expected;
