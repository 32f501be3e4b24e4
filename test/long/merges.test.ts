import { expect, it } from "vitest";
import { tryMerges } from "../cli/support/random-merges.ts";

it("an update is Git's merge or a conflict, and loses no line: 1,000 random pairs of changes", () => {
  const { clean, conflicts } = tryMerges(1000);
  expect(clean + conflicts).toBe(1000);
  expect(clean).toBeGreaterThan(100);
  expect(conflicts).toBeGreaterThan(100);
});
