/** In one thread: all begin before any ends, and their timers fire in order. */
import type { Expected } from "../../expected.ts";
import concurrent from "../load-tables.ts";

export default {
  ...concurrent,
  order: [["A begins", "B begins", "C begins", "A ends", "B ends", "C ends", "results", "time"]],
} satisfies Expected;
