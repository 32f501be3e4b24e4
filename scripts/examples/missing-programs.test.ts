import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { testFolder } from "../../test/support/test-folder.ts";
import { missingPrograms } from "./missing-programs.ts";

it("names what is not there, cannot be run or is a folder, and nothing else", () => {
  const folder = testFolder();
  writeFileSync(join(folder, "there"), "");
  chmodSync(join(folder, "there"), 0o755);
  writeFileSync(join(folder, "text"), "", { mode: 0o644 });
  mkdirSync(join(folder, "folder"));
  const path = ["/nowhere", folder].join(delimiter);
  expect(missingPrograms([], path)).toBeUndefined();
  expect(missingPrograms(["there"], path)).toBeUndefined();
  expect(missingPrograms(["there", "gone", "text", "folder"], path)).toBe(
    "wanted gone and text and folder on PATH, found none",
  );
});
