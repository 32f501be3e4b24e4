import { expect, it } from "vitest";
import { tryMerges } from "./support/random-merges.ts";

// `test/long` tries a thousand.
it("an update is Git's merge or a conflict, and loses no line: 100 random pairs of changes", () => {
  const { clean, conflicts } = tryMerges(100);
  expect(clean).toBeGreaterThan(10);
  expect(conflicts).toBeGreaterThan(10);
});
