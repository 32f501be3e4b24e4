import type { Expected } from "../../expected.ts";
import concurrent from "../square-numbers.ts";

export default {
  ...concurrent,
  events: { ...concurrent.events, parent: /^this is process \d+$/ },
  order: [["parent", "parts", "sum"]],
} satisfies Expected;
