/** `triathlon new workload` writes a workload that the compiler accepts, `bench` takes, and whose answer is its oracle's. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { newWorkload } from "../../packages/cli/src/commands/new-workload.ts";
import { Catalogue } from "../../packages/cli/src/items/catalogue.ts";
import { Refusal } from "../../packages/cli/src/refusal.ts";
import { UsageError } from "../../packages/cli/src/usage-error.ts";
import { PlainLoop } from "../../packages/core/src/measure/plain-loop.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { loadWorkload } from "../../scripts/studies/bench/workloads.ts";
import { testFolder } from "../support/test-folder.ts";

function write(path: string, folder = testFolder()): { place: string; said: string } {
  let said = "";
  newWorkload({ folder, catalogue: new Catalogue(), print: (text) => void (said += text), fail: () => {} }, path);
  return { place: join(folder, path), said };
}

it("is typed, is a workload for bench, and its tasks give the oracle's answer at each size", async () => {
  const { place, said } = write("my-words.ts");
  expect(said).toContain(`bench --workload ${place}`);
  const { description } = await loadWorkload(place);
  expect(description.name).toBe("my-words");
  const { tasks, inputs, run, expected } = await import(pathToFileURL(place).href);
  for (const { parameters } of Object.values(description.sizes)) {
    const { answer } = await run(new PlainLoop(tasks()), inputs(parameters));
    expect(answer).toBe(expected(parameters));
  }
  const options = [
    "--noEmit",
    "--strict",
    "--target",
    "esnext",
    "--module",
    "nodenext",
    "--allowImportingTsExtensions",
  ];
  await execa("npx", ["tsc", ...options, "--skipLibCheck", place], { cwd: REPOSITORY });
});

it("names its types from where it really lies, and quotes a path with a space in the command", () => {
  const folder = testFolder();
  const real = join(testFolder(), "a b");
  mkdirSync(real);
  symlinkSync(real, join(folder, "linked"));
  const { said } = write("linked/mine.ts", folder);
  const [, types = ""] = /from "([^"]+workload\.ts)"/.exec(readFileSync(join(real, "mine.ts"), "utf8")) ?? [];
  expect(existsSync(join(real, types))).toBe(true);
  rmSync(join(real, "mine.ts"));
  expect(write("mine.ts", real).said).toContain(`bench --workload "${join(real, "mine.ts")}"`);
  expect(said).toContain("linked/mine.ts");
});

it("a file that is there stays as it is", () => {
  const folder = testFolder();
  writeFileSync(join(folder, "mine.ts"), "mine");
  expect(() => write("mine.ts", folder)).toThrow(Refusal);
  expect(readFileSync(join(folder, "mine.ts"), "utf8")).toBe("mine");
});

it.each(["Mine.ts", "mine.js", "my words.ts", ".ts", ""])('the name "%s" is refused', (name) => {
  expect(() => write(name)).toThrow(UsageError);
});

it("a folder that is not there is told in a sentence", () => {
  expect(() => write("nowhere/mine.ts")).toThrow(/^Cannot write into ".*nowhere": wanted a folder that takes files/);
});
