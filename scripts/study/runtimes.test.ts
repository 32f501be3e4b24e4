import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { argumentsOf, discoverRuntimes, isAvailable, isOlder } from "./runtimes.ts";
import { testFolder } from "../../test/support/test-folder.ts";

test("the runtimes of this repository are all there", async () => {
  const runtimes = await discoverRuntimes(REPOSITORY);
  expect(runtimes.map(({ name }) => name)).toEqual(["node", "deno", "bun"]);
  expect(runtimes.filter(isAvailable)).toHaveLength(3);
  expect(runtimes.find(({ name }) => name === "node")).toMatchObject({ version: process.versions.node });
});

test("the runtimes are run as people run them: nothing is switched on for the bench", async () => {
  const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);
  expect(runtimes.map(({ environment }) => environment)).toEqual([{}, {}, {}]);
});

test.skipIf(process.platform === "win32")(
  "missing, old and broken runtimes are not available, and say why",
  async () => {
    const repository = testFolder();
    const add = (name: string, script?: string): void => {
      mkdirSync(join(repository, "packages", name), { recursive: true });
      const description = {
        name,
        title: name.toUpperCase(),
        order: 1,
        package: name,
        binary: "run",
        binaryOnWindows: "run",
        minimumVersion: "2.9.0",
        minimumPoolVersion: "2.9.0",
        minimumJavaScriptVersion: "2.9.0",
        triedVersions: [],
        versionArguments: ["--version"],
        entry: "entry.ts",
        arguments: ["{entry}"],
        environment: { MODE: "fast" },
      };
      writeFileSync(join(repository, "packages", name, "runtime.json"), JSON.stringify(description));
      if (script === undefined) return;
      const folder = join(repository, "node_modules", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), "{}");
      writeFileSync(join(folder, "run"), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, "run"), 0o755);
    };
    add("fine", "echo 'fine 2.10.0 (v8 15.0.245)'");
    add("gone");
    add("old", "echo old 2.8.9");
    add("torn", "echo 'cannot start' >&2; exit 1");
    const found = await discoverRuntimes(repository);
    expect(found).toMatchObject([
      {
        name: "fine",
        version: "2.10.0",
        engine: "v8 15.0.245",
        environment: { MODE: "fast" },
      },
      {
        name: "gone",
        reason: expect.stringMatching(/^the binary of the npm package "gone" was not/),
      },
      {
        name: "old",
        reason: expect.stringMatching(/^wanted version 2\.9\.0 or newer, found 2\.8\.9/),
      },
      { name: "torn", reason: expect.stringMatching(/^wanted a version from "torn --version", found "cannot start"/) },
    ]);
  },
);

test("versions are compared number by number", () => {
  expect(isOlder("2.9.0", "2.10.0")).toBe(true);
  expect(isOlder("2.10.0", "2.9.9")).toBe(false);
  expect(isOlder("2.9.0", "2.9.0")).toBe(false);
});

const runtime = {
  binary: "/bin/x",
  entry: "/e/entry.ts",
  arguments: ["run", "--read={read}", "--net={net}", "--run={binary}", "{entry}"],
};

test("fills the blanks and puts the order last", () => {
  const needs = { read: ["/a", "/b"], write: [], net: ["127.0.0.1:80"] };
  expect(argumentsOf(runtime, needs, "/o.json")).toEqual([
    "run",
    "--read=/a,/b",
    "--net=127.0.0.1:80",
    "--run=/bin/x",
    "/e/entry.ts",
    "/o.json",
  ]);
});

test("leaves out an argument whose list is empty: without a list it would allow everything", () => {
  expect(argumentsOf(runtime, { read: ["/a"], write: [], net: [] }, "/o.json")).not.toContainEqual(
    expect.stringContaining("--net"),
  );
});

test("names each folder once, and none within another", () => {
  const needs = { read: ["/a", "/a/b", "/ab", "/a"], write: [], net: [] };
  expect(argumentsOf(runtime, needs, "/o.json")).toContain("--read=/a,/ab");
});

test("doubles a comma within a path", () => {
  expect(argumentsOf(runtime, { read: ["/a,b"], write: [], net: [] }, "/o.json")).toContain("--read=/a,,b");
});

test("refuses a blank it does not know", () => {
  const odd = { ...runtime, arguments: ["{home}"] };
  expect(() => argumentsOf(odd, { read: [], write: [], net: [] }, "/o.json")).toThrow(/found "\{home\}"/);
});
