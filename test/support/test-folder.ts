/** Folders for the tests of a file. They are gone behind them: `remove-folders.ts` is run with every test file. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let all: string | undefined;

/** A new, empty one; a real path. */
export function testFolder(): string {
  all ??= realpathSync(mkdtempSync(join(tmpdir(), "triathlon-test-")));
  return mkdtempSync(join(all, "folder-"));
}

export function removeTestFolders(): void {
  if (all !== undefined) rmSync(all, { recursive: true, force: true, maxRetries: 5 });
  all = undefined;
}
