/**
 * The commands that people type, as they type them, in an empty folder, with an empty home: each fetches the packed packages from a
 * registry, as after a release. What the packages need comes from the configured registry.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { packPackages, type Packed } from "../cli/support/packed.ts";
import { openRegistry, type Registry } from "../cli/support/registry.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const { packageManager } = JSON.parse(text("package.json")) as { packageManager: string };
const home = testFolder();
const runtimes = (await discoverRuntimes(root)).filter(isAvailable);
/** What a shell needs of this process's environment. */
const KEPT = ["TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT"];

let packed: Packed;
let registry: Registry;

beforeAll(async () => {
  packed = await packPackages(testFolder());
  registry = await openRegistry([packed.cli, packed.core]);
  writeFileSync(join(home, ".npmrc"), `registry=${registry.url}\nupdate-notifier=false\n`);
  // As Bun's installer leaves it: one program under two names.
  const bun = runtimes.find(({ name }) => name === "bun")?.binary ?? "bun";
  mkdirSync(join(home, "bin"));
  symlinkSync(bun, join(home, "bin", process.platform === "win32" ? "bunx.exe" : "bunx"));
}, 120_000);

afterAll(() => registry[Symbol.asyncDispose]());

/** @returns what the command printed to stdout */
async function type(folder: string, line: string): Promise<string> {
  const kept = Object.fromEntries(KEPT.map((name) => [name, process.env[name]]));
  const programs = [join(home, "bin"), ...runtimes.map(({ binary }) => dirname(binary)), process.env["PATH"]];
  const env = { ...kept, HOME: home, USERPROFILE: home, PATH: programs.join(delimiter), NO_COLOR: "1" };
  const [file = "", ...args] = line.split(" ");
  const { stdout } = await execa(file, args, { cwd: folder, env, extendEnv: false, stdin: "ignore", timeout: 120_000 });
  return stdout;
}

/** The command lines of a block, without what is said about them. */
const linesOf = (block: string): string[] =>
  block
    .trim()
    .split("\n")
    .map((line) => line.replace(/ +#.*$/, ""));

const ANSWER = /^the sum of all squares below 200,000 is 2666646666700000$|^520 ms of waiting$/m;

describe("typed as it stands there, does what is said there:", () => {
  // As the README of the repository says, with `npx @triathlon/cli` in place of a clone's command.
  it.each(linesOf(/```sh\n([^]*?)```/.exec(text("packages/cli/README.md"))?.[1] ?? ""))("%s", async (line) => {
    const folder = testFolder();
    writeFileSync(
      join(folder, "resize.ts"),
      "export const resize = (x: number) => x + 1;\nexport const inputs = [1, 2];\n",
    );
    // What is done to a copy wants one.
    if (/--to thread-pool$| update$/.test(line)) await type(folder, "npx @triathlon/cli add node/thread-pool");
    const said = await type(folder, line);
    expect(said).toMatch(SAID[/@triathlon\/cli (\w+)/.exec(line)?.[1] ?? ""] ?? /^$/);
  });
});

const SAID: Record<string, RegExp> = {
  list: /^node\/thread-pool +threading/m,
  add: /^(Added node\/thread-pool|Added retry)/m,
  view: /class ThreadPool/,
  decide: /^Leave resize as it is/,
  update: /^Updated node\/thread-pool in thread-pool: .*, as it was$/m,
};

/** What `add` tells to type prints the answer. */
async function expectToRun(folder: string, added: string): Promise<void> {
  expect(await type(folder, /^Run it: +(.+)$/m.exec(added)?.[1] ?? "")).toMatch(ANSWER);
}

const DENO = "deno run --allow-read --allow-write --allow-env npm:@triathlon/cli";

describe.each(["thread-pool", "process-pool", "async-pool"])("%s is copied, and prints its answer,", (pool) => {
  it.each([
    { by: "npx", command: "npx -y @triathlon/cli", runtime: "node" },
    { by: "pnpm dlx", command: `npx -y ${packageManager} dlx @triathlon/cli`, runtime: "node" },
    { by: "bunx", command: "bunx @triathlon/cli", runtime: "bun" },
    { by: "deno run npm:", command: DENO, runtime: "deno" },
  ])("by $by", async ({ command, runtime }) => {
    const folder = testFolder();
    const added = await type(folder, `${command} add ${runtime}/${pool}`);
    expect(readdirSync(folder)).toEqual([pool]);
    await expectToRun(folder, added);
  });
});

describe("in a folder with the archive alone, a pool is copied, and prints its answer,", () => {
  const ARCHIVE = "triathlon.tgz";

  it.each([
    { by: "npx", commands: [`npx -y --package ./${ARCHIVE} triathlon`], runtime: "node" },
    { by: "pnpm dlx", commands: [`npx -y ${packageManager} dlx ABSOLUTE/${ARCHIVE}`], runtime: "node" },
    { by: "npm install, then npx", commands: [`npm install ./${ARCHIVE}`, "npx triathlon"], runtime: "node" },
    { by: "bun add, then bunx", commands: [`bun add ./${ARCHIVE}`, "bunx triathlon"], runtime: "bun" },
    { by: "npm install, then deno run npm:", commands: [`npm install ./${ARCHIVE}`, DENO], runtime: "deno" },
  ])("by $by", async ({ commands, runtime }) => {
    const folder = testFolder();
    copyFileSync(packed.cli, join(folder, ARCHIVE));
    const [triathlon, ...before] = commands.map((command) => command.replace("ABSOLUTE", folder)).toReversed();
    for (const command of before) await type(folder, command);
    await expectToRun(folder, await type(folder, `${triathlon} add ${runtime}/thread-pool`));
  });

  it.skip("bunx takes no archive: it looks for its path among packages (ENOENT extracting tarball)", () => {});
  it.skip("deno run npm: takes no archive: it knows names and versions alone", () => {});
});

it("the oldest Node that the command names runs it", async () => {
  const folder = testFolder();
  const { engines } = JSON.parse(text("packages/cli/package.json")) as { engines: { node: string } };
  const oldest = `${engines.node.replace(">=", "")}.0`;
  await type(folder, `npm install node@${oldest} @triathlon/cli`);
  const node = join(folder, "node_modules/.bin/node");
  const command = `${node} ${join(folder, "node_modules/@triathlon/cli/dist/main.js")}`;
  expect(await type(folder, `${node} --version`)).toBe(`v${oldest}`);
  await expectToRun(folder, await type(folder, `${command} add node/thread-pool`));
  expect(await type(folder, `${command} update`)).toContain("as it was");
});

it("what would be published is both packages, without a complaint", async () => {
  const publish = ["-y", packageManager, "-r", "publish", "--dry-run", "--no-git-checks"];
  const { all } = await execa("npx", publish, { cwd: root, all: true, env: { NO_COLOR: "1" } });
  const warnings = all.split("\n").filter((line) => /warn|error/i.test(line));
  expect(
    warnings.map((line) => /Skip publishing (@triathlon\/\w+)@.* \(dry run\)$/.exec(line)?.[1] ?? line).sort(),
  ).toEqual(["@triathlon/cli", "@triathlon/core"]);
});
