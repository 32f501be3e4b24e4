import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { chooseRuntimes } from "./choose-runtimes.ts";
import { argumentsOf, discoverGuests, discoverRuntimes, guestNames, isAvailable, isOlder } from "./runtimes.ts";
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

/** A repository in a folder, whose guests are called by these names, and a folder for PATH with these commands. */
function withGuests(
  guests: Record<string, string[]>,
  commands: Record<string, string>,
): { repository: string; path: string } {
  const [repository, path] = [testFolder(), testFolder()];
  for (const [name, called] of Object.entries(guests)) {
    mkdirSync(join(repository, "packages", name), { recursive: true });
    const description = {
      name,
      title: name.toUpperCase(),
      order: 1,
      commands: called,
      pathArguments: ["--path"],
      minimumVersion: "3.9.0",
      versionArguments: ["--version"],
      entry: "bench/entry.xy",
      arguments: ["{entry}"],
      environment: {},
      only: { models: ["sequential"], workloads: ["empty"], callsInEachWorker: 1 },
    };
    writeFileSync(join(repository, "packages", name, "runtime.json"), JSON.stringify(description));
  }
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return { repository, path };
}

describe.skipIf(process.platform === "win32")("a guest", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("is the first of its names that is on PATH, without the shim; missing and old ones say why", async () => {
    // What is on PATH is a shim: it tells where the binary is, and nothing else.
    const real = join(testFolder(), "real");
    writeFileSync(real, "#!/bin/sh\necho 'Fine 3.11.2'\n");
    chmodSync(real, 0o755);
    const { repository, path } = withGuests(
      { fine: ["newest", "fine"], gone: ["gone", "goner"], old: ["old"], torn: ["torn"] },
      {
        fine: `[ "$1" = --path ] && echo ${real} || exit 1`,
        old: "echo Old 3.8.20",
        torn: "echo 'cannot start' >&2; exit 1",
      },
    );
    vi.stubEnv("PATH", `${path}:${process.env["PATH"]}`);
    expect(await discoverGuests(repository)).toMatchObject([
      {
        name: "fine",
        version: "3.11.2",
        binary: realpathSync(real),
        entry: join(realpathSync(join(repository, "packages/fine")), "bench/entry.xy"),
        only: { models: ["sequential"], workloads: ["empty"], callsInEachWorker: 1 },
      },
      { name: "gone", reason: '"gone" or "goner" was not found on PATH: install it, or leave it out with --runtime' },
      {
        name: "old",
        reason: "wanted version 3.9.0 or newer, found 3.8.20: install it, or leave it out with --runtime",
      },
      { name: "torn", reason: expect.stringMatching(/^wanted a version from "torn --version", found "cannot start"/) },
    ]);
  });

  test("is none of those that every command knows, and its name is known where it is missing", async () => {
    const { repository } = withGuests({ gone: ["gone"] }, {});
    expect(await discoverRuntimes(repository)).toEqual([]);
    expect(guestNames(repository)).toEqual(["gone"]);
  });

  test("is refused when its description says what only installed ones have", async () => {
    const { repository } = withGuests({ odd: ["odd"] }, {});
    const file = join(repository, "packages/odd/runtime.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), package: "odd" }));
    await expect(discoverGuests(repository)).rejects.toThrow(/Cannot read .*odd.runtime\.json: .*package/s);
  });
});

test("a command that no guest has a program for refuses one by name", async () => {
  const [guest] = guestNames(REPOSITORY);
  await expect(chooseRuntimes(["node", guest!])).rejects.toThrow(
    `Cannot plan the run: "${guest}" has no program for this: the bench alone measures it`,
  );
  expect((await chooseRuntimes(["node"])).map(({ name }) => name)).toEqual(["node"]);
});

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
