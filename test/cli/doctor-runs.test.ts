/** What `triathlon doctor` runs: the program of a runtime, to ask its version, and nothing that a file of the project names or holds. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { writeRecord } from "../../packages/cli/src/items/record.ts";
import { call } from "./support/call.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { writeProject } from "./support/sound-project.ts";
import { testFolder } from "../support/test-folder.ts";

const item = { name: "node/thread-pool", files: { "main.ts": "main\n" } };
const { PATH } = process.env;
const folderOfCall = process.cwd();
let own: string;
let witness: string;

beforeEach(() => {
  own = dirname(process.execPath);
  witness = join(testFolder(), "was-run");
});
afterEach(() => {
  process.env["PATH"] = PATH;
  process.chdir(folderOfCall);
});

/** A program that leaves a file where it was run. */
function plant(place: string): void {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, `#!/bin/sh\npwd > "${witness}"\necho v99.0.0\n`);
  chmodSync(place, 0o755);
}

/** A project with a copy, and the command called in it. */
function project() {
  const environment = smallEnvironment([item]);
  writeProject(environment.folder);
  add(environment, [item.name], {});
  process.chdir(environment.folder);
  return environment;
}

describe.skipIf(process.platform === "win32")("the doctor runs no program", () => {
  it("that a record names, though it be on PATH", async () => {
    const environment = project();
    const bin = testFolder();
    plant(join(bin, "pwn"));
    process.env["PATH"] = [bin, own].join(delimiter);
    const record = writeRecord({ item: "pwn/x", version: "1.0.0", commit: "c0ffee", files: new Map() });
    writeFileSync(join(environment.folder, "thread-pool/.triathlon.json"), record);
    const { said } = await call(environment, "doctor");
    expect(existsSync(witness)).toBe(false);
    expect(said).toContain("thread-pool: pwn/x is no longer an item");
  });

  it.each(["", ".", "bin", "./node_modules/.bin"])(
    "that the entry %j of PATH leads to in the project",
    async (entry) => {
      const environment = project();
      plant(join(environment.folder, entry, "node"));
      process.env["PATH"] = [entry, own].join(delimiter);
      const { said } = await call(environment, "doctor");
      expect(existsSync(witness)).toBe(false);
      expect(said).toContain(`node ${process.versions.node}`);
    },
  );

  it.each(["bin", "node_modules/.bin", "../node_modules/.bin"])("that lies in %s, whole path or not", async (below) => {
    const environment = project();
    const bin = join(environment.folder, below);
    plant(join(bin, "node"));
    const link = join(testFolder(), "link");
    symlinkSync(bin, link);
    process.env["PATH"] = [bin, ...(below === "bin" ? [link] : []), own].join(delimiter);
    const { said } = await call(environment, "doctor");
    expect(existsSync(witness)).toBe(false);
    expect(said).toContain(`node ${process.versions.node}`);
  });

  it("in the folder of the project, where a version manager would read a file that says what to run", async () => {
    const environment = project();
    const bin = testFolder();
    plant(join(bin, "node"));
    process.env["PATH"] = bin;
    expect((await call(environment, "doctor")).said).toContain("node 99.0.0");
    expect(readFileSync(witness, "utf8").trim()).toBe(bin);
  });

  it("of the project's, and says that there is none, when there is no other", async () => {
    const environment = project();
    plant(join(environment.folder, "node"));
    process.env["PATH"] = environment.folder;
    const { exitCode, said } = await call(environment, "doctor");
    expect(existsSync(witness)).toBe(false);
    expect([exitCode, said]).toEqual([1, expect.stringContaining("no `node` on PATH runs")]);
  });
});
