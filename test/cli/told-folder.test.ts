/** `doctor`, `diff` and `update` act on the folder that they were called in or told, and on nothing else. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { add } from "../../packages/cli/src/commands/add.ts";
import { call } from "./support/call.ts";
import { smallEnvironment } from "./support/small-catalogue.ts";
import { writeProject } from "./support/sound-project.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const name = "node/thread-pool";
const of = (version: string, text: string) => [{ name, version, files: { "main.ts": text } }];

/** Two projects side by side, each with a copy of the first version, and the command of the second, called in the first of them. */
function projects() {
  const parent = testFolder();
  for (const project of ["here", "service"]) {
    mkdirSync(join(parent, project));
    writeProject(join(parent, project));
    add(smallEnvironment(of("1.0.0", "one\n"), join(parent, project)), [name], {});
  }
  const environment = smallEnvironment(of("2.0.0", "two\n"), join(parent, "here"));
  const main = (project: string): string => readFileSync(join(parent, project, "thread-pool/main.ts"), "utf8");
  return { ...environment, parent, main };
}

describe("a folder that is told", () => {
  it("is the one that the doctor judges, and its copies are named as seen from here", async () => {
    const environment = projects();
    writeProject(join(environment.parent, "service"), { "package.json": { type: "commonjs" } });
    const { exitCode, said } = await call(environment, "doctor", "../service");
    expect(said).toContain('"type": "commonjs" makes Node refuse');
    expect(said).toContain("../service/thread-pool: node/thread-pool 1.0.0");
    expect(exitCode).toBe(1);
  });

  it("is the one whose copies are compared and updated, and no other", async () => {
    const environment = projects();
    const { said } = await call(environment, "diff", "../service");
    expect(said).toContain("node/thread-pool in ../service/thread-pool");
    expect(said).toContain("+two");
    expect(await call(environment, "update", "../service")).toMatchObject({ exitCode: 0 });
    expect(environment.main("service")).toMatch(/two\n$/);
    expect(environment.main("here")).toMatch(/one\n$/);
  });

  it("wins over an item of the same name, whose copies in this folder are meant otherwise", async () => {
    const environment = projects();
    mkdirSync(join(environment.folder, name), { recursive: true });
    expect(await call(environment, "update", name)).toMatchObject({ exitCode: 1 });
    expect(environment.main("here")).toMatch(/one\n$/);
    const elsewhere = { ...environment, folder: join(environment.parent, "service") };
    expect(await call(elsewhere, "update", name)).toMatchObject({ exitCode: 0 });
    expect(environment.main("service")).toMatch(/two\n$/);
  });

  it.each(["doctor", "diff", "update"])("is asked for in a sentence by %s, where there is none", async (command) => {
    const environment = projects();
    writeFileSync(join(environment.folder, "file"), "");
    for (const [told, found] of [
      ["../nothing", "nothing there"],
      ["./file", "something else"],
      ["", "an empty name"],
    ] as const) {
      const { exitCode, said } = await call(environment, command, told);
      expect([exitCode, said]).toEqual([
        2,
        expect.stringMatching(new RegExp(`^Cannot .*wanted a folder, found ${found}`)),
      ]);
    }
  });
});

describe("the items of a clone or an installation are no copies", () => {
  /** A project that has the command's package at a place in it, with an item to copy. */
  function projectWith(place: string) {
    const environment = projects();
    const [item, manifest] = [join(environment.folder, place, "items", name), { name: "@triathlon/cli" }];
    cpSync(join(environment.folder, "thread-pool"), item, { recursive: true });
    writeFileSync(join(environment.folder, place, "package.json"), JSON.stringify(manifest));
    return { ...environment, item };
  }

  it.each(["packages/cli", "node_modules/@triathlon/cli"])("in %s", async (place) => {
    const environment = projectWith(place);
    const examined = await call(environment, "doctor");
    expect(examined.said).toContain("thread-pool: node/thread-pool 1.0.0");
    expect(examined.said).not.toContain(place);
    const { said } = await call(environment, "update");
    expect(said).not.toContain(place);
    expect(readFileSync(join(environment.item, "main.ts"), "utf8")).toMatch(/one\n$/);
  });

  it("though one of them be told", async () => {
    const environment = projectWith("packages/cli");
    for (const told of ["packages/cli/items", `packages/cli/items/${name}`]) {
      const { exitCode, said } = await call(environment, "update", told);
      expect([exitCode, said]).toEqual([1, expect.stringContaining("Cannot find a copy")]);
    }
    expect(readFileSync(join(environment.item, "main.ts"), "utf8")).toMatch(/one\n$/);
  });
});

it("from a clone, the command works in the folder it was typed in", async () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  const folder = testFolder();
  const type = (...typed: string[]) =>
    execa("npx", ["-y", packageManager, "--silent", "-C", root, "triathlon", ...typed], { cwd: folder, reject: false });
  await type("add", name, "--to", "service/pool");
  expect((await type("doctor", "service")).stdout).toContain("service/pool: node/thread-pool");
  expect((await type("update")).stdout).toMatch(/^Updated node\/thread-pool in service\/pool: .*as it was$/);
  const inClone = (...typed: string[]) =>
    execa("npx", ["-y", packageManager, "--silent", "triathlon", ...typed], { cwd: root, reject: false, all: true });
  expect((await inClone("doctor")).all).not.toContain("node/thread-pool 0.");
  expect((await inClone("update", "--dry-run")).all).toContain("Cannot find a copy");
});
