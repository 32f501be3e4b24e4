/** What a command does when nobody can be told, and how it refuses: in processes of their own. */
import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "./repository.ts";
import { testFolder } from "../test/support/test-folder.ts";

const run = (line: string) =>
  execa("sh", ["-c", line.replaceAll("bench", `"${process.execPath}" --import tsx scripts/bench.ts`)], {
    cwd: REPOSITORY,
    reject: false,
    timeout: 60_000,
  });

const hasStack = (text: string): boolean => /^\s+at .*:\d+\)?$/m.test(text);

describe.runIf(existsSync("/dev/full"))("when nobody can be told", () => {
  test("a standard output that is full is told of on the other, and is wrong usage", async () => {
    const { exitCode, stderr } = await run("bench --schema > /dev/full");
    expect(stderr).toMatch(/^Cannot write to standard output: the disk is full \(ENOSPC\): free some space/);
    expect(hasStack(stderr)).toBe(false);
    expect(exitCode).toBe(2);
  });

  test("a reader that has seen enough is no error", async () => {
    const { exitCode, stdout, stderr } = await run('{ bench --schema; echo "it ended with $?" >&2; } | head -c 1');
    expect([exitCode, stdout, stderr]).toEqual([0, "{", "it ended with 0"]);
  });

  test.each(["bench --no-such-option 2> /dev/full", "bench --no-such-option 2>&-"])(
    "where no words can be seen, the exit code says it: %s",
    async (line) => {
      const { exitCode, stdout } = await run(line);
      expect([exitCode, stdout]).toEqual([2, ""]);
    },
  );

  test("a closed standard output ends nothing", async () => {
    expect(await run("bench --schema >&-")).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("wrong usage is a sentence and exit code 2", () => {
  let folder: string;
  beforeAll(() => {
    folder = testFolder();
    writeFileSync(join(folder, "file"), "");
    symlinkSync("circle", join(folder, "circle"));
  });
  test.each([
    ["--out /proc/nope", /^Cannot make the folder "\/proc\/nope": .*\(ENOENT\): choose another path$/],
    ["--out FOLDER/file", /\(EEXIST\): choose another path$/],
    ["--out FOLDER/file/below", /\(ENOTDIR\): choose another path$/],
    ["--out FOLDER/circle/below", /\(ELOOP\): choose another path$/],
    [`--out FOLDER/${"x".repeat(300)}`, /\(ENAMETOOLONG\): choose another path$/],
    [
      "--time-limit 1e308",
      /^Cannot plan the run: --time-limit must be a number of seconds above 0 and at most 2147483/,
    ],
    ["--budget 1e308", /^Cannot plan the run: --budget must be/],
    ["--blocks 999999999", /^Cannot plan the run: --blocks must be a whole number from 1 to 100000/],
  ])("bench --smoke %s", async (options, message) => {
    const lock = join(folder, "tmp");
    const words = options.replace("FOLDER", folder);
    const { exitCode, stderr, stdout } = await run(
      `mkdir -p '${lock}'; TMPDIR='${lock}' bench --smoke --runtime node --workload empty ${words}`,
    );
    expect(stderr).toMatch(message);
    expect(hasStack(stderr)).toBe(false);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(readdirSync(lock).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });
});
