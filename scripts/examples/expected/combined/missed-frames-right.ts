import type { Expected } from "../../expected.ts";

// How many are missed depends on what else the machine does. That there are any is the point.
export default {
  events: {
    chunks: /^in chunks: [1-9]\d* frames drawn, \d+ missed, 60644 points$/,
    thread: /^in a thread: [1-9]\d* frames drawn, \d+ missed, 60644 points$/,
    process: /^in a process: [1-9]\d* frames drawn, \d+ missed, 60644 points$/,
  },
  order: [["chunks", "thread", "process"]],
} satisfies Expected;
