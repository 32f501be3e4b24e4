import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cellOf } from "../report/fixtures/made-up-run.ts";
import { readRun } from "../report/read-run.ts";
import { compareRuns } from "./compare-runs.ts";
import { runComparison } from "./run-comparison.ts";
import { CELLS, side } from "./fixtures/two-runs.ts";
import { PAIRED } from "./methods.ts";

const slowerDeno = (runtime: string): number => (runtime === "deno" ? 1.2 : 1);

describe("compareRuns()", () => {
  test("of two runs at two times names what is slower, by the rank-sum test", () => {
    const found = compareRuns(side("base"), side("new", { seconds: slowerDeno }), null);
    expect(runComparison.parse(found)).toEqual(found);
    expect(found.method).toBe("unpaired");
    expect(found.cells.map(({ runtime, verdict }) => [runtime, verdict])).toEqual([
      ["node", "equivalent"],
      ["deno", "slower"],
      ["bun", "equivalent"],
    ]);
    const { timeRatio, evidence, gate } = found.cells[1]!;
    expect(timeRatio.median).toBeCloseTo(1.2, 1);
    expect(timeRatio.interval!.low).toBeGreaterThan(1.15);
    expect(evidence.p! * 3).toBeCloseTo(evidence.adjustedP!, 12); // the smallest of a family of three
    expect(gate).toBeNull();
  });

  test("of two runs made together takes ratios within blocks, in which drift cancels", () => {
    const drift = (block: number): number => 1 + block / 4;
    const drifting = (factor: number) => ({
      change: ({ block, position }: { block: number; position: number }) => ({
        iterationSeconds: [factor * drift(block) * (1 + ((block + position) % 5) / 1000)],
      }),
    });
    const [base, next] = [side("base", drifting(1)), side("new", { ...drifting(0.95) })];
    const together = compareRuns(base, next, null, PAIRED);
    expect(together.method).toBe("paired by block");
    expect(together.cells.map(({ verdict }) => verdict)).toEqual(["faster", "faster", "faster"]);
    const apart = compareRuns(base, side("new", { ...drifting(0.95) }), null);
    expect(apart.cells.map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive", "inconclusive"]);
  });

  test.each([
    [5, "beyond"],
    [30, "within"],
    [20, "across"],
  ])("a gate of %d %% finds what is 20 %% slower to be %s it", (percent, state) => {
    const found = compareRuns(side("base"), side("new", { seconds: slowerDeno }), percent / 100);
    expect(found.cells.map(({ gate }) => gate)).toEqual(["within", state, "within"]);
  });

  test("says nothing of too few blocks, nor of a run that was too noisy", () => {
    const few = compareRuns(
      side("base", { timedBlocks: 3 }),
      side("new", { timedBlocks: 3, seconds: slowerDeno }),
      0.05,
    );
    expect(few.cells[1]).toMatchObject({ verdict: "too few executions", gate: "unjudged" });
    const quiet = side("base");
    const noise = side("new", { seconds: slowerDeno });
    const looked = { seconds: 1 } as (typeof noise.executions)[number]["noise"];
    const noisy = {
      ...noise,
      executions: noise.executions.map((one) => ({ ...one, noise: looked, contamination: ["steal" as const] })),
    };
    const found = compareRuns(quiet, noisy, 0.05);
    expect(found.tooNoisy).toBe(true);
    expect(found.cells[1]).toMatchObject({ verdict: "inconclusive", gate: "unjudged" });
  });

  test("leaves out what is not the same work, and says why", () => {
    const changed = CELLS.map((cell) => (cell.runtime === "bun" ? { ...cell, parameters: { upTo: 1 } } : cell));
    const next = side("new", {
      cells: [...changed, cellOf("node", "async")],
      change: ({ runtime }) => (runtime === "deno" ? { checksum: "cd".repeat(32) } : {}),
    });
    const found = compareRuns(side("base"), next, null);
    expect(found.cells.map(({ runtime }) => runtime)).toEqual(["node"]);
    expect(found.notCompared.map(({ runtime, reason }) => `${runtime}: ${reason}`)).toEqual([
      "deno: its answer changed: it is not the same work",
      "bun: its parameters changed: it is not the same work",
      "node: it is in new only",
    ]);
  });

  test("names a cell that has no time any more, with the reason", () => {
    const next = side("new", {
      change: ({ runtime }) => (runtime === "bun" ? { outcome: "failed", reason: "boom", iterationSeconds: [] } : {}),
    });
    expect(compareRuns(side("base"), next, null).lost).toMatchObject([{ runtime: "bun", reason: "failed: boom" }]);
  });

  test("reads a base that version 1 wrote", () => {
    const old = readRun(fileURLToPath(new URL("../report/fixtures/version-1", import.meta.url)));
    const slower = {
      ...old,
      executions: old.executions.map((execution) => ({
        ...execution,
        steadySeconds: execution.steadySeconds! * 2,
      })),
    };
    const { cells, method } = compareRuns(old, slower, 0.05);
    expect(method).toBe("unpaired");
    expect(cells).toHaveLength(4);
    expect(cells.filter(({ verdict }) => verdict === "slower").length).toBeGreaterThan(2);
  });
});
