import type { Expected } from "../../expected.ts";

// How often a heart beats depends on what else the machine does. One that is in a thread that spins does not beat at all.
export default {
  events: {
    "B spins": /^while B spins: A beats [1-9]\d* times, main beats [1-9]\d* times$/,
    "main spins": /^while main spins: A beats [1-9]\d* times, main beats 0 times$/,
  },
  order: [["B spins", "main spins"]],
} satisfies Expected;
