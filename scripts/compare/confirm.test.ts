import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { compareRuns } from "./compare-runs.ts";
import { blockOptions, joined, whyNotAgain } from "./confirm.ts";
import { side } from "./fixtures/two-runs.ts";
import { PAIRED } from "./methods.ts";

describe("joined()", () => {
  const [base, next] = [side("base"), side("new")];
  const { cells } = compareRuns(base, next, 0.05);
  /** A run of one block each, on a machine that becomes slower from one to the next; in Deno it takes so many times as long. */
  const blocks = (runId: string, factor: number) =>
    Array.from({ length: 12 }, (_, block) =>
      side(runId, {
        timedBlocks: 1,
        seconds: (runtime) => (1 + block / 4) * (runtime === "deno" ? factor : 1) * (1 + block / 1000),
      }),
    );

  test("makes pairs of blocks that were run in turns, of the suspicious cells alone", () => {
    const suspicious = cells.filter(({ runtime }) => runtime !== "bun");
    const found = compareRuns(
      joined(blocks("base", 1), base, suspicious),
      joined(blocks("new", 1.1), next, suspicious),
      0.05,
      PAIRED,
    );
    expect(found.cells.map(({ runtime, gate }) => [runtime, gate])).toEqual([
      ["node", "within"],
      ["deno", "beyond"],
    ]);
  });

  test("refuses blocks that were run in other surroundings than the run that raised the suspicion", () => {
    const elsewhere = side("base", { environment: { kernel: "Linux 7.0.0" } });
    expect(() => joined(blocks("base", 1), elsewhere, cells)).toThrow(
      "its kernel is Linux 6.1.0 now, and was Linux 7.0.0 in the run",
    );
  });
});

test("a block is run of the commit's own workloads alone, whatever module the plan names", () => {
  const { plan } = side("base");
  const url = "file:///somewhere/else.ts";
  const evil = { ...plan, workloads: { "sum-of-squares": { ...plan.workloads["sum-of-squares"]!, url } } };
  const options = blockOptions(plan.cells, evil, 3, ["sum-of-squares"]).join(" ");
  expect(options).toContain(
    "--model threading --workload sum-of-squares --size large --workers 2 --blocks 1 --seed 10",
  );
  const path = plan.cells.map((cell) => ({ ...cell, workload: "/somewhere/else.ts" }));
  expect(() => blockOptions(path, plan, 3, ["sum-of-squares"])).toThrow('no workload "/somewhere/else.ts"');
});

describe("whyNotAgain()", () => {
  test.each([
    [{ commit: null, modified: null }, "its commit is not known"],
    [{ commit: "0".repeat(40), modified: true }, "it was made with local changes, which no commit has"],
    [{ commit: "0".repeat(40), modified: false }, "this repository has no commit 000000000000"],
  ])("of %j is: %s", async (made, reason) => {
    expect(await whyNotAgain(made)).toBe(reason);
  });

  test("is nothing for a commit that is here", async () => {
    const { stdout } = await execa("git", ["rev-parse", "HEAD"], { cwd: REPOSITORY });
    expect(await whyNotAgain({ commit: stdout, modified: false })).toBeNull();
  });
});
