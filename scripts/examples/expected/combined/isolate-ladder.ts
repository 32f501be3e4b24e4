import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

/** Figures differ from machine to machine; what is shared and what a crash takes along does not. */
const rung = (name: string, ...facts: string[]): RegExp =>
  new RegExp(
    [`^${name}`, "(?<create>[\\d.]+)", "(?<memory>[\\d.]+|NaN)", "(?<call>[\\d.]+)", ...facts].join(" +") + "$",
  );

export default {
  events: {
    head: /^rung +create ms +memory MiB +call µs +globalThis +module +shared array +endless loop +process\.exit\(\)$/,
    function: rung("function", "shared", "shared", "shared", "host hangs", "host ends"),
    context: rung("vm context", "own", "own", "shared", "host hangs", "host ends"),
    worker: rung("worker", "own", "own", "shared", "host lives", "host lives"),
    process: rung("process", "own", "own", "own", "host lives", "host lives"),
  },
  order: [["head", "function", "context", "worker", "process"]],
  // A thousand functions take less time each than one process.
  check(seen) {
    assert.ok(seen.number("function", "create") < seen.number("process", "create"));
  },
} satisfies Expected;
