/** Each thread's lines are in order, and all before the end; between the two threads there is no order. */
import type { Expected } from "../../expected.ts";

const tasks = ["doFirst", "doSecond"];
const lines = tasks.flatMap((task) => [1, 2, 3].map((line) => `${task}, line ${line}`));

export default {
  events: {
    started: /^both are started$/,
    ended: /^both have ended: (0, 0|done, done)$/,
    ...Object.fromEntries(lines.map((line) => [line, new RegExp(`^${line}$`)])),
  },
  order: [["started", "ended"], ...tasks.map((task) => [...lines.filter((line) => line.startsWith(task)), "ended"])],
} satisfies Expected;
