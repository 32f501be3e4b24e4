import type { Expected } from "../../expected.ts";

export default {
  events: {
    start: /^starting the pool$/,
    "a begins": /^called with argument a$/,
    "a ends": /^argument a ended$/,
    "b begins": /^called with argument b$/,
    "b ends": /^argument b ended$/,
    "c begins": /^called with argument c$/,
    "c ends": /^argument c ended$/,
    complete: /^all tasks complete$/,
    "d begins": /^called with argument d$/,
    "d ends": /^argument d ended$/,
    unread: /^nobody read: Task "broken" threw RangeError: this task has a bug$/,
  },
  order: [
    ["start", "a begins", "a ends", "complete"],
    ["start", "b begins", "b ends", "complete"],
    ["start", "c begins", "c ends", "complete"],
    ["complete", "d begins", "d ends"],
    ["complete", "unread", "d ends"],
  ],
} satisfies Expected;
