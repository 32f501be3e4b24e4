import assert from "node:assert/strict";
import type { Expected } from "../../expected.ts";

const survives = [
  "undefined",
  "NaN and -0",
  "bigint",
  "Date",
  "RegExp",
  "Map and Set",
  "a cycle",
  "one object twice",
  "a hole in an array",
  "a typed array",
  "shared memory",
  "message of an error",
  "field of an object",
];
const isLost = [
  "name of an error",
  "field of an error",
  "class of an object",
  "getter of a class",
  "private field",
  "that an object is frozen",
  "that an object has no prototype",
  "a key that is a symbol",
];
const refused = ["a symbol", "a function", "a promise", "a WeakMap"];

const lines = (kinds: readonly string[], fate: string) =>
  Object.fromEntries(kinds.map((kind) => [kind, new RegExp(`^${kind}: ${fate}$`)]));

export default {
  events: {
    ...lines(survives, "survives"),
    ...lines(isLost, "is lost"),
    ...lines(refused, "refused, DataCloneError"),
    stack: /^stack of an error: (?<fate>survives|is lost)$/,
    cause: /^cause of an error: (?<fate>survives|is lost)$/,
    transferred: /^a transferred buffer: survives, 0 bytes are left here$/,
  },
  // Bun alone copies neither.
  check(seen) {
    const fate = seen.runtime === "bun" ? "is lost" : "survives";
    for (const event of ["stack", "cause"]) assert.equal(seen.all(event)[0]?.groups?.["fate"], fate);
  },
} satisfies Expected;
