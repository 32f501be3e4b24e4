import { expect, test } from "vitest";
import { fuzzRuns } from "../runs/support/fuzz-runs.ts";

test("whatever is done to the files of a run, it is refused by a sentence, or shown with nothing of it obeyed: 10,000 cases", () => {
  expect(fuzzRuns(1, { cases: 10_000 })).toMatchObject({ cases: 10_000, failure: undefined });
});
