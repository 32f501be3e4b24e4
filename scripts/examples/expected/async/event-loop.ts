import type { Expected } from "../../expected.ts";

const both = (step: string): RegExp => new RegExp(`^toy: ${step}  real: ${step}$`);

// Blocks 3 come after waits of 10 units and of 1: the longer wait was begun first and ends last.
export default {
  events: {
    f1: both("do_first block 1"),
    s1: both("do_second block 1"),
    f2: both("do_first block 2"),
    s2: both("do_second block 2"),
    s3: both("do_second block 3"),
    f3: both("do_first block 3"),
  },
  order: [["f1", "s1", "f2", "s2", "s3", "f3"]],
} satisfies Expected;
