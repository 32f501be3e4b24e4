import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { executionOf } from "../../analysis/execution.ts";
import { fakeRun } from "../../studies/bench/fixtures/fake-run.ts";
import { REPOSITORY } from "../../repository.ts";
import { areInterleaved } from "../interleaved.ts";
import { whyNotAgain } from "./checkout.ts";
import { type Progress, silent, type Standing } from "../../study/progress.ts";
import { runSides, type Side } from "./run-sides.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-sides-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fakeSide(name: string, behaviours: string[]): Side {
  const own = join(folder, name);
  mkdirSync(own);
  const { plan, runtimes, workloads } = fakeRun(own, behaviours, { timedBlocks: 3, discardedBlocks: 1, runId: name });
  return { folder: own, plan: { ...plan, timedBlocks: 3 }, repository: REPOSITORY, runtimes, workloads };
}

describe("runSides()", () => {
  test("runs both sides in each block, in random order, and leaves two runs made together", async () => {
    const standings: Standing[] = [];
    const progress: Progress = { ...silent, blockFinished: (standing) => standings.push(standing) };
    const sides = [fakeSide("base", ["fine"]), fakeSide("new", ["fine", "wrong"])] as const;
    await runSides([...sides], { signal: new AbortController().signal, progress });
    const [base, next] = sides.map((each) => Array.from(readJournal(each.folder, EXECUTIONS), executionOf));
    expect(base!.map(({ block, discarded }) => [block, discarded])).toEqual([
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(next!.filter(({ workload }) => workload === "fine").map(({ outcome }) => outcome)).toEqual(FOUR_COMPLETED);
    expect(next!.filter(({ outcome }) => outcome === "failed")).toHaveLength(4);
    expect(areInterleaved(base!, next!)).toBe(true);
    for (let block = 0; block < 4; block++) {
      const positions = [...base!, ...next!]
        .filter((execution) => execution.block === block)
        .map(({ position }) => position);
      expect(new Set(positions)).toEqual(new Set([0, 1, 2]));
    }
    expect(standings.at(-1)).toMatchObject({ blocks: 4, ofBlocks: 4, completed: 8, failed: 4, leftSeconds: 0 });
  });

  test("leaves no record of what was interrupted", async () => {
    const interrupted = new AbortController();
    interrupted.abort();
    await runSides([fakeSide("base", ["fine"]), fakeSide("new", ["fine"])], {
      signal: interrupted.signal,
      progress: silent,
    });
    expect([...readJournal(join(folder, "base"), EXECUTIONS)]).toEqual([]);
  });
});

const FOUR_COMPLETED = ["completed", "completed", "completed", "completed"];

describe("whyNotAgain()", () => {
  test.each([
    [{ commit: null, modified: null }, "its commit is not known"],
    [{ commit: "0".repeat(40), modified: true }, "it was made with local changes, which no commit has"],
    [{ commit: "0".repeat(40), modified: false }, "this repository has no commit 000000000000"],
  ])("of %j is: %s", async (made, reason) => {
    expect(await whyNotAgain(made, REPOSITORY)).toBe(reason);
  });

  test("is nothing for a commit that is here", async () => {
    const { stdout } = await execa("git", ["rev-parse", "HEAD"], { cwd: REPOSITORY });
    expect(await whyNotAgain({ commit: stdout, modified: false }, REPOSITORY)).toBeNull();
  });
});
