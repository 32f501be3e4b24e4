/** What the command refuses, with which words and exit code, and that it leaves nothing. */
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { decision as madeUp } from "./support/made-up.ts";
import { decide, project, stageItems } from "./support/project.ts";

beforeAll(stageItems);

describe("refuses, and leaves nothing", { timeout: 120_000 }, () => {
  test("a runtime that is not on PATH, with what to do", async () => {
    vi.stubEnv("PATH", "");
    const { said, exitCode } = await decide(project({ "a.ts": "" }), "a.ts", "--runtimes", "node,deno");
    vi.unstubAllEnvs();
    expect([said, exitCode]).toEqual([
      'Cannot try in Deno: wanted a program "deno" on PATH, found none that runs: install it, or leave it out of --runtimes',
      2,
    ]);
  });

  test.each([
    ["a file that is not there", ["no.ts"], 2, 'Cannot find "no.ts"'],
    ["a file whose name no system takes", ["a\u0000.ts"], 2, "Cannot find"],
    ["a file whose name is too long", [`${"a".repeat(300)}.ts`], 2, "found ENAMETOOLONG"],
    ["a page whose name is too long", ["two.ts", "--html", "a".repeat(300)], 2, "found ENAMETOOLONG"],
    ["a goal that is none", ["a.ts", "--goal", "speed"], 2, 'Cannot decide by "speed"'],
    ["a runtime that is none", ["a.ts", "--runtimes", "perl"], 2, 'Cannot try in "perl"'],
    ["a time that is none", ["a.ts", "--seconds", "soon"], 2, "Cannot use --seconds"],
    ["an input that is no JSON", ["a.ts", "--input", "{a"], 2, "Cannot read --input"],
    ["nothing to try", [], 2, "wanted the file of a function"],
    ["a replay of something else", ["--replay", "package.json"], 2, "found no schema"],
    ["no function", ["a.ts"], 1, "wanted one function to try, found none"],
    [
      "no function of that name",
      ["two.ts", "--export", "three"],
      1,
      'wanted a function "three" among the exports, found one, two',
    ],
    ["two functions, and no name", ["both.ts"], 1, "wanted one function to try, found one, two: name it with --export"],
    ["inputs that end at once", ["empty.ts"], 1, "wanted inputs, found none"],
    ["no inputs", ["lone.ts"], 1, "wanted inputs that can be gone through, found undefined"],
    ["a module that throws", ["boom.ts"], 1, "Error: no database"],
    ["a name that only objects have", ["two.ts", "--export", "constructor"], 1, 'wanted a function "constructor"'],
    [
      "a function that throws each time",
      ["throws.ts"],
      1,
      "each call throws: TypeError: Class constructor Throws cannot be invoked without 'new'",
    ],
    [
      "a function whose errors are long, with their beginning",
      ["long.ts"],
      1,
      `each call throws: Error: ${"y".repeat(400)}`,
    ],
    ["a generator", ["lazy.ts"], 1, "its answer is a generator, whose work is done by who goes through it"],
    ["a page in a folder that is not there", ["two.ts", "--html", "no/page.html"], 2, 'found no folder "no"'],
    ["a page over another file", ["two.ts", "--html", "two.ts"], 2, "found another file: take it away first"],
    [
      "a copy where a file is",
      ["two.ts", "--export", "one", "--add", "two.ts"],
      1,
      "found a file: name another folder",
    ],
    [
      "a copy below a file",
      ["two.ts", "--export", "one", "--add", "two.ts/pool"],
      1,
      "found a file: name another folder",
    ],
    [
      "a copy into a folder with files",
      ["two.ts", "--export", "one", "--add", "."],
      1,
      "--add DIR takes another folder",
    ],
    [
      "calls a second for single calls",
      ["two.ts", "--goal", "latency", "--jobs-per-second", "5"],
      2,
      "Cannot use --jobs-per-second",
    ],
    ["a time without end", ["two.ts", "--seconds", "1e9"], 2, "wanted a number from 1 to 86400"],
  ])("%s", async (_, typed, exitCode, message) => {
    const folder = project({
      "a.ts": "export const a = 1;",
      "two.ts": "export function one() {}\nexport function two() {}\nexport const inputs = [1];",
      "both.ts": "export function one() {}\nexport function two() {}\nexport const inputs = [1];",
      "empty.ts": "export function f() {}\nexport function* inputs() {}",
      "lone.ts": "export function f() {}",
      "throws.ts": "export class Throws {}\nexport const inputs = [1, 2];",
      "long.ts": 'export function long() { throw new Error("y".repeat(1e6)); }\nexport const inputs = [1, 2];',
      "lazy.ts": "export function* lazy(x: number) { yield x; }\nexport const inputs = [1, 2];",
      "boom.ts": 'throw new Error("no database");\nexport function f() {}\nexport const inputs = [1];',
    });
    const defaults = Object.entries({ "--runtimes": "node", "--seconds": "1" }).filter(
      ([name]) => !typed.includes(name),
    );
    const called = await decide(folder, ...typed, ...defaults.flat());
    expect(called.said).not.toContain("Leave");
    expect(called.said).toContain(message);
    expect(called.exitCode).toBe(exitCode);
    expect(called.said.length).toBeLessThan(2000);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("a copy that is asked for with --add", () => {
  test("replaces nothing in a folder where a command was interrupted, not even one that only looks so", async () => {
    const folder = project({ "kept.json": JSON.stringify(madeUp({ "as it is": 10, threads: 5 }, "threads")) });
    const left = join(folder, "pool/.triathlon-1@x-abcdef");
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, "sums.json"), "{}");
    writeFileSync(join(folder, "pool/main.ts"), "mine\n");
    for (const place of [join(left, "sums.json"), left]) utimesSync(place, 1, 1);
    const { said, exitCode } = await decide(folder, "--replay", "kept.json", "--add", "pool");
    expect([exitCode, readFileSync(join(folder, "pool/main.ts"), "utf8")]).toEqual([1, "mine\n"]);
    expect(said).toContain("main.ts");
  });

  test("is not made of an answer that was ended before its time", async () => {
    const interrupted = madeUp({ "as it is": 10, threads: 5 }, "threads", { interrupted: true });
    const folder = project({ "kept.json": JSON.stringify(interrupted) });
    const { said, exitCode } = await decide(folder, "--replay", "kept.json", "--add", "pool");
    expect(exitCode).toBe(1);
    expect(said).toContain("Nothing was copied.");
    expect(readdirSync(folder)).not.toContain("pool");
  });
});

describe("looks first whether it may write", () => {
  const isRoot = process.getuid?.() === 0;

  // What root may not write cannot be made here.
  test.skipIf(isRoot || process.platform === "win32")("a page, and a copy", async () => {
    const folder = project({ "two.ts": "export const two = () => 2;\nexport const inputs = [1];" });
    mkdirSync(join(folder, "locked"), { mode: 0o555 });
    for (const [option, place] of [
      ["--html", "locked/page.html"],
      ["--add", "locked"],
      ["--add", "locked/pool"],
    ] as const) {
      const { said } = await decide(folder, "two.ts", "--runtimes", "node", "--seconds", "1", option, place);
      expect(said).toMatch(/^Cannot write .*EACCES/);
    }
  });
});
