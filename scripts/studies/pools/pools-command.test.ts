import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { poolsReport } from "./pools-report.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/bench-pools.ts"), ...args], {
    cwd: REPOSITORY,
    reject: false,
  });

test("a smoke run of ours, a peer and a floor gives a journal, a report and a table", async () => {
  const out = join(testFolder(), "run");
  const { exitCode, stdout, stderr } = await command(
    "--smoke",
    "--runtime=node",
    "--model=threading",
    "--contender=triathlon,triathlon-ahead,piscina,raw-ping-pong,raw-batched",
    "--case=one-at-a-time,short-tasks,transfer-1-mib,idle-memory",
    `--out=${out}`,
  );
  expect(stderr).toMatch(/^block 1 of 1, .* gone.*: \d+ completed, 0 failed$/m);
  expect(exitCode, stderr).toBe(0);
  const report = poolsReport.parse(JSON.parse(readFileSync(join(out, "pools.json"), "utf8")));
  const [cell] = report.cells;
  expect(cell!.cases).toHaveLength(4);
  for (const { case: name, rows } of cell!.cases) {
    expect(
      rows.map(({ failed }) => failed),
      name,
    ).toEqual(rows.map(() => 0));
    expect(rows.find(({ contender }) => contender === "piscina")!.completed, name).toBeGreaterThan(0);
  }
  expect(cell!.cases.find(({ case: name }) => name === "short-tasks")!.rows[0]!.efficiency!.median).toBeGreaterThan(0);
  expect(cell!.cases.find(({ case: name }) => name === "transfer-1-mib")!.rows[0]!.detached!.median).toBe(1);
  const ahead = cell!.cases.map(({ rows }) => rows.some(({ contender }) => contender === "triathlon-ahead"));
  expect(ahead).toEqual([true, true, false, false]);
  expect(stdout).toContain("### Node, threads");
  expect(stdout.split("\n").at(-1)).toBe(join(out, "pools.md"));
  expect(readFileSync(join(out, "pools.md"), "utf8")).toContain("## Every contender");

  const again = await command("report", out);
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toBe(stdout);
});

describe("is refused with exit code 2 and a message that says what was wanted:", () => {
  test.each([
    [["--runtime", "rhino"], '--runtime must be among node, deno, bun: found "rhino"'],
    [["--model", "async"], '--model must be among threading, multiprocessing: found "async"'],
    [["--contender", "fastpool"], /--contender must be among triathlon, .*found "fastpool"/],
    [["--case", "nothing"], /--case must be among one-at-a-time, .*found "nothing"/],
    [["--rounds", "0"], '--rounds must be a whole number from 1: found "0"'],
    [["--workers", "two"], '--workers must be a whole number from 1: found "two"'],
    [["--contender", "raw-batched", "--case", "one-at-a-time"], "wanted at least one contender that takes part"],
    [["--fast"], "unknown option '--fast'"],
    [["report", "/nowhere"], 'wanted a comparison of pools, found no "journal.ndjson"'],
  ])("%j", async (args, message) => {
    const { exitCode, stderr } = await command(...args);
    expect(stderr).toMatch(typeof message === "string" ? message.replace(/[()]/g, "\\$&") : message);
    expect(exitCode).toBe(2);
  });

  test("a folder that holds something", async () => {
    const out = testFolder();
    writeFileSync(join(out, "mine.txt"), "");
    const { exitCode, stderr } = await command("--smoke", "--out", out);
    expect(stderr).toContain("wanted an empty folder or none, found files");
    expect(exitCode).toBe(2);
    expect(existsSync(join(out, "environment.json"))).toBe(false);
  });
});
