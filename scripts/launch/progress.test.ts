import { expect, test } from "vitest";
import { wholeLines } from "./progress.ts";

test("off a terminal each finished block is one whole line", () => {
  const lines: string[] = [];
  const progress = wholeLines((line) => lines.push(line));
  const standing = {
    blocks: 1,
    ofBlocks: null,
    completed: 95,
    failed: 1,
    skipped: 0,
    elapsedSeconds: 65.4,
    leftSeconds: null,
  };
  progress.preparing("empty", "small");
  progress.blockFinished(standing);
  progress.blockFinished({ ...standing, blocks: 2, ofBlocks: 9, skipped: 4, leftSeconds: 420 });
  progress.end();
  expect(lines).toEqual([
    "block 1: 95 completed, 1 failed, 1 min 5 s gone",
    "block 2 of 9: 95 completed, 1 failed, 4 skipped, 1 min 5 s gone, about 7 min left",
  ]);
});
