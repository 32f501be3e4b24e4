import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { createBenchCommand } from "../studies/bench/bench-command.ts";
import { findCells } from "../analysis/cell-name.ts";
import { cellOf, madeUpRecords, madeUpRun, writeRun } from "../report/fixtures/made-up-run.ts";
import { recipe } from "./recipe.ts";
import { createReproCommand } from "./repro-command.ts";
import { testFolder } from "../../test/support/test-folder.ts";

const CELLS = [cellOf("node", "sequential"), cellOf("node", "threading"), cellOf("node", "async")];
const NAME = "node/threading/sum-of-squares/large";
const url = "file:///anywhere/packages/core/src/workloads/sum-of-squares.ts";
const plan = {
  timeLimitSeconds: 30,
  workloads: { "sum-of-squares": { url, title: "", kind: "CPU", summary: "" } },
};
const linesOf = (name: string, made = madeUpRun({ cells: CELLS, plan })): string[] =>
  recipe(findCells(name, made.plan.cells)[0]!, made, "pnpm@1.2.3").trimEnd().split("\n");

describe("recipe()", () => {
  test("says what the figure is, and how to have it again", () => {
    expect(linesOf(NAME)).toEqual([
      `# ${NAME} in run 2026-01-02-030405: 1.00 s [1.00–1.00], n = 7`,
      "# node 26.10.0, timer built-in, Made-up CPU, 2 CPUs usable, linux Linux 6.1.0",
      '# parameters {"upTo":1000}, 1 warm-ups and 1 timed passes in each execution',
      `# checksum of the answer: ${"ab".repeat(32)}`,
      "git checkout 0123456789abcdef0123456789abcdef01234567",
      "npx -y pnpm@1.2.3 install --frozen-lockfile",
      "# sequential runs beside it: the speed-up is the ratio of the two",
      "npx -y pnpm@1.2.3 bench --runtime node --model sequential,threading --workload sum-of-squares --size large --workers 2 --blocks 7 --seed 7",
    ]);
  });

  test("gives options that bench takes", () => {
    const options = linesOf(NAME).at(-1)!.split(" ").slice(4);
    const known = createBenchCommand().options.map(({ long }) => long);
    expect(known).toEqual(expect.arrayContaining(options.filter((word) => word.startsWith("--"))));
    expect(options.length).toBeGreaterThan(10);
  });

  test("says when no commit has what was measured", () => {
    const changed = madeUpRun({ cells: CELLS, environment: { modified: true } });
    expect(linesOf(NAME, changed)).toContain("# the run was made with local changes, which this commit does not have");
    const without = madeUpRun({ cells: CELLS, environment: { commit: null, modified: null } });
    expect(linesOf(NAME, without)).toContain("# the commit is not known");
  });

  test("has the mode, the time limit, the user's folder and a workload from outside", () => {
    const cells = [cellOf("node", "async", { workload: "mine" })];
    const workloads = { mine: { url: pathToFileURL("/my work/mine.ts").href, title: "", kind: "CPU", summary: "" } };
    const made = madeUpRun({ cells, plan: { workloads, mode: "quick", files: "/my files" } });
    expect(linesOf("node/async/mine/large", made).at(-1)).toBe(
      "npx -y pnpm@1.2.3 bench --quick --runtime node --model async --workload '/my work/mine.ts' --size large --blocks 7 --seed 7 --time-limit 60 --files '/my files'",
    );
  });
});

test("repro names the newest run that has the cell, where the run that was asked has not", async () => {
  const out = testFolder();
  for (const [runId, cells] of [
    ["2026-01-01-000000", CELLS],
    ["2026-01-02-000000", CELLS],
    ["2026-01-03-000000", [cellOf("bun", "async")]],
  ] as const) {
    writeRun(join(out, runId), madeUpRecords({ cells: [...cells], plan: { runId } }));
  }
  const command = (...args: string[]) =>
    createReproCommand()
      .exitOverride()
      .parseAsync([...args, "--run", "2026-01-03-000000", "--out", out], { from: "user" });
  await expect(command(NAME)).rejects.toThrow(
    `Cannot find the cell "${NAME}" in run 2026-01-03-000000: the newest run that has it is 2026-01-02-000000: say --run 2026-01-02-000000`,
  );
  await expect(command("node/threads")).rejects.toThrow(/wanted one of/);
});

describe("findCells()", () => {
  test("tells cells of the same name apart by their workers", () => {
    const cells = [2, 4].map((workers) => cellOf("node", "threading", { workers }));
    expect(findCells(NAME, cells)).toHaveLength(2);
    expect(findCells(`${NAME}/4`, cells)).toEqual([cells[1]]);
  });

  test("names the cells there are", () => {
    expect(() => findCells("node/threads", CELLS)).toThrow(
      /^Cannot find the cell "node\/threads": wanted one of\n {2}node\/sequential/,
    );
  });
});
