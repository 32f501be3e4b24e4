import { expect, it } from "vitest";
import { fuzzCopies } from "../cli/support/fuzz/fuzz-copies.ts";

// Another seed than that of the three hundred.
it.skipIf(process.platform === "win32")(
  "whatever is done to a copy, no stack, no hang, no file outside touched or shown, no line lost: 10,000 cases",
  { timeout: 60 * 60_000 },
  async () => {
    expect(await fuzzCopies(1, { cases: 10_000 })).toEqual({ cases: 10_000, failure: undefined });
  },
);
