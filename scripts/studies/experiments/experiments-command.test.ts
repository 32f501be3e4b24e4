import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { experimentReport } from "@triathlon/core/results/experiment-report";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/experiments.ts"), ...args], {
    cwd: REPOSITORY,
    reject: false,
  });

test(
  "a smoke run of two experiments in all runtimes gives a journal, a report and tables with their commands",
  { timeout: 180_000 },
  async () => {
    const out = join(testFolder(), "run");
    const { exitCode, stdout, stderr } = await command(
      "--smoke",
      "--only=overlap,creation",
      "--seed=7",
      `--out=${out}`,
    );
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/^block 1 of 1, .* gone.*: \d+ completed, 0 failed$/m);
    expect(stdout.split("\n").at(-1)).toBe(join(out, "experiments.md"));
    const report = experimentReport.parse(JSON.parse(readFileSync(join(out, "experiments.json"), "utf8")));
    expect(report.notCompleted).toEqual([]);
    for (const runtime of ["node", "deno", "bun"]) {
      const overlap = report.overlap.filter((row) => row.runtime === runtime);
      expect(overlap.map(({ model, waits }) => `${model} ${waits}`)).toEqual([
        "sequential 1",
        "async 1",
        "async 10000",
        "threading 10",
        "multiprocessing 10",
      ]);
      // However busy the machine is, ten thousand timers never fire one after the other.
      expect(overlap.find(({ waits }) => waits === 10_000)!.overlapFactor.median).toBeGreaterThan(2);
      const created = report.creation.filter((row) => row.runtime === runtime);
      expect(created.map(({ what }) => what)).toEqual(["promise", "async function", "vm context", "thread", "process"]);
      expect(created.every(({ seconds }) => seconds.median! > 0)).toBe(true);
    }
    const markdown = readFileSync(join(out, "experiments.md"), "utf8");
    for (const name of ["overlap", "creation"]) {
      expect(markdown).toContain(`pnpm experiments --only ${name} --smoke --blocks 1 --seed 7`);
    }
    expect(markdown).toContain("| model | waits | workers | Node | Deno | Bun |");

    const files = ["experiments.json", "experiments.md"].map((name) => join(out, name));
    const before = files.map((file) => readFileSync(file, "utf8"));
    const again = await command("report", out);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toBe(stdout);
    expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(before);
  },
);

test("list shows what each experiment asks", async () => {
  const { stdout, exitCode } = await command("list");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^crossover +How long must a task take .*\?$/m);
});

describe("is refused with exit code 2 and a message that says what was wanted:", () => {
  test.each([
    [["--only", "everything"], /--only must be among compile-cache, cores, .*found "everything"/],
    [["--runtime", "rhino"], '--runtime must be among node, deno, bun: found "rhino"'],
    [["--blocks", "0"], '--blocks must be a whole number from 1: found "0"'],
    [["--fast"], "unknown option '--fast'"],
    [["report", "/nowhere"], "wanted a plan of experiments, found no readable file"],
  ])("%s", async (args, message) => {
    const { exitCode, stderr } = await command(...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  test("a folder that holds files", async () => {
    const out = testFolder();
    writeFileSync(join(out, "mine.txt"), "");
    const { exitCode, stderr } = await command("--smoke", "--out", out);
    expect(stderr).toContain("wanted an empty folder or none, found files");
    expect(exitCode).toBe(2);
    expect(existsSync(join(out, "plan.json"))).toBe(false);
  });
});
