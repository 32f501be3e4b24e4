/** Folders for the tests of a file, which are gone behind them. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

let all: string | undefined;

afterAll(() => {
  if (all !== undefined) rmSync(all, { recursive: true, force: true });
});

/** A new, empty one; a real path. */
export function testFolder(): string {
  all ??= realpathSync(mkdtempSync(join(tmpdir(), "triathlon-test-")));
  return mkdtempSync(join(all, "folder-"));
}
