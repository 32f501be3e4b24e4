/** In one thread: all begin before any ends. */
import type { Expected } from "../../expected.ts";
import concurrent from "../load-tables.ts";

export default {
  ...concurrent,
  order: [
    ["A begins", "B begins", "C begins", "A ends", "results", "time"],
    ["C begins", "B ends", "results"],
    ["C begins", "C ends", "results"],
  ],
} satisfies Expected;
