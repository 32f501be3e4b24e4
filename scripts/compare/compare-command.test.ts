import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { runOf } from "../analysis/run.ts";
import { type MadeUpRecords, writeRun } from "../report/fixtures/made-up-run.ts";
import { createCompareCommand } from "./compare-command.ts";
import { compareRuns } from "./compare-runs.ts";
import type { Confirm } from "./confirm.ts";
import { sideRecords } from "./fixtures/two-runs.ts";
import { PAIRED } from "./methods.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let out: string;
beforeEach(() => {
  out = testFolder();
  write("base", sideRecords("base"));
});
const write = (name: string, run: MadeUpRecords): void => writeRun(join(out, name), run);

const slower = (factor: number): MadeUpRecords =>
  sideRecords("new", { seconds: (runtime) => (runtime === "deno" ? factor : 1) });

/** Fresh blocks, made together, in which deno is slower by this factor. */
const freshBlocks =
  (factor: number): Confirm =>
  async ({ gate }) => ({ comparison: compareRuns(runOf(sideRecords("base")), runOf(slower(factor)), gate, PAIRED) });

const never: Confirm = async () => {
  throw new Error("asked to confirm");
};

async function compare(args: string[], confirm: Confirm = never) {
  const written: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0),
  );
  const before = process.exitCode;
  try {
    await createCompareCommand(confirm).parseAsync(["base", "new", "--out", out, ...args], { from: "user" });
    return { exitCode: process.exitCode, text: written.join("") };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

describe("pnpm compare", () => {
  test("ends with 0 without a gate, whatever it finds", async () => {
    write("new", slower(1.5));
    const { exitCode, text } = await compare([]);
    expect(exitCode).toBe(0);
    expect(text).toMatch(
      /deno\/threading\/sum-of-squares\/large +1\.01 s +1\.5\d s +1\.50× \[1\.\d\d–1\.5\d\] +slower/,
    );
    expect(text).toContain("3 cells in one family: 1 slower, 2 equivalent.");
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  test("ends with 0 where every cell keeps the gate, and confirms nothing", async () => {
    write("new", slower(1.02));
    expect((await compare(["--gate", "5%"])).exitCode).toBe(0);
  });

  test("ends with 1 once fresh blocks confirm a slow-down beyond the gate", async () => {
    write("new", slower(1.2));
    const { exitCode, text } = await compare(["--gate", "5%"], freshBlocks(1.2));
    expect(exitCode).toBe(1);
    expect(text).toContain("Slower by more than 5.0 %, confirmed on fresh blocks: deno/threading/sum-of-squares/large");
  });

  test("ends with 0 where fresh blocks show the suspicion to be wrong", async () => {
    write("new", slower(1.2));
    const alone: Confirm = async (suspicion) => {
      const { comparison } = (await freshBlocks(1)(suspicion)) as { comparison: ReturnType<typeof compareRuns> };
      return { comparison: { ...comparison, cells: comparison.cells.filter(({ runtime }) => runtime === "deno") } };
    };
    const { exitCode, text } = await compare(["--gate", "5%"], alone);
    expect(text).toContain("Not confirmed: on fresh blocks no cell is slower by more than 5.0 %");
    expect(exitCode).toBe(0);
  });

  test.each<[string, string[], Confirm, string]>([
    ["no blocks can be run", [], async () => ({ reason: "BASE cannot be run again: no commit" }), "no commit"],
    ["nothing is to be run", ["--no-confirm"], never, "--no-confirm"],
    ["fresh blocks cannot tell", [], freshBlocks(1.05), "fresh blocks could not tell either"],
  ])("ends with 4 for a suspicion where %s", async (_, args, confirm, why) => {
    write("new", slower(1.2));
    const { exitCode, text } = await compare(["--gate", "5%", ...args], confirm);
    expect(text).toContain(`deno/threading/sum-of-squares/large: slower beyond the gate, but not confirmed: `);
    expect(text).toContain(why);
    expect(exitCode).toBe(4);
  });

  test("ends with 4 where there are too few blocks for the gate", async () => {
    write("new", sideRecords("new", { timedBlocks: 2 }));
    const { exitCode, text } = await compare(["--gate", "5%"]);
    expect(text).toContain("of 3 cells nothing can be said: there are too few blocks for so many cells");
    expect(exitCode).toBe(4);
  });

  test("ends with 3 where a cell has no time any more", async () => {
    const failing = sideRecords("new", {
      change: ({ runtime }) => (runtime === "bun" ? { outcome: "failed", reason: "boom", iterationSeconds: [] } : {}),
    });
    write("new", failing);
    const { exitCode, text } = await compare(["--gate", "5%"]);
    expect(text).toContain("bun/threading/sum-of-squares/large has no time in new: failed: boom");
    expect(exitCode).toBe(3);
  });

  test("refuses another machine, and names each key that differs", async () => {
    write("new", sideRecords("new", { environment: { cpuModel: "Another CPU", kernel: "Linux 7.0.0" } }));
    await expect(compare([])).rejects.toThrow(
      /found that these differ:\n {2}kernel: "Linux 6.1.0" in base, "Linux 7.0.0" in new\n {2}cpuModel: "Made-up CPU" in base, "Another CPU" in new$/,
    );
  });

  test("refuses another version of a runtime, unless versions are what is compared", async () => {
    const runtimes = [{ runtime: "node", version: "26.11.0", engine: "V8" }];
    write("new", sideRecords("new", { environment: { runtimes } }));
    await expect(compare([])).rejects.toThrow(/runtimes.node: "26.10.0" in base, "26.11.0" in new\n.*--versions/);
    expect((await compare(["--versions"])).exitCode).toBe(0);
  });

  test("gives the comparison as data", async () => {
    write("new", slower(1.2));
    const { text } = await compare(["--json"]);
    expect(JSON.parse(text)).toMatchObject({ comparisonVersion: 2, method: "unpaired", cells: [{}, {}, {}] });
  });

  test("refuses runs that have no cell in common", async () => {
    const changed = sideRecords("new").plan.cells.map((cell) => ({ ...cell, parameters: 7 }));
    write("new", sideRecords("new", { cells: changed }));
    await expect(compare([])).rejects.toThrow("found none (sum-of-squares: its parameters changed");
  });
});

test.each([
  [["base", "base"], "wanted two runs, found"],
  [["base", "nowhere"], 'Cannot find the run "nowhere"'],
  [["base", "new", "--gate", "5"], '--gate must be a percentage above 0, such as 5%: found "5"'],
])("%j ends with exit code 2 and says why", async (args, message) => {
  write("new", slower(1));
  const program = fileURLToPath(new URL("../compare.ts", import.meta.url));
  const { exitCode, stderr } = await execa(process.execPath, ["--import", "tsx", program, ...args, "--out", out], {
    reject: false,
  });
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
