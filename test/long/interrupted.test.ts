/** `triathlon add` and `update`, killed at any moment or many at once: nothing of yours is lost, and the next one works. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { catalogueFolder, smallEnvironment } from "../cli/support/small-catalogue.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "packages/cli/src/main.ts");
const args = [command, "add", "node/thread-pool"];

it("add is all or nothing when it is killed", async () => {
  writeItems(ITEMS, assemble(root));
  const { files } = new Catalogue().find("node/thread-pool");
  const began = performance.now();
  await execa(process.execPath, args, { cwd: testFolder() });
  const whole = performance.now() - began;
  const ends = { nothing: 0, all: 0 };
  for (let kill = 0; kill < 40; kill++) {
    const folder = testFolder();
    const child = execa(process.execPath, args, { cwd: folder, reject: false });
    // Most of its time it starts; the files come at the end.
    await sleep(whole * (0.6 + kill / 80));
    child.kill("SIGKILL");
    await child;
    const copy = join(folder, "thread-pool");
    ends[existsSync(copy) ? "all" : "nothing"]++;
    if (existsSync(copy)) for (const { path } of files) expect(existsSync(join(copy, path))).toBe(true);
    else await execa(process.execPath, args, { cwd: folder });
    if (existsSync(join(copy, "main.ts"))) await execa(process.execPath, [...args, "--overwrite"], { cwd: folder });
    expect(readdirSync(folder)).toEqual(["thread-pool"]);
  }
  expect(ends.nothing).toBeGreaterThan(0);
});

const name = "node/thread-pool";
const program = join(root, "test/cli/support/update-program.ts");
const numbers = Array.from({ length: 200 }, (_, i) => i);
const body = (file: number, line: (i: number) => string): string =>
  numbers.map((i) => `${line(i)} of ${file}\n`).join("");
const files = (version: string, from: number): Record<string, string> =>
  Object.fromEntries(
    numbers.slice(from, from + 40).map((file) => [
      `folder-${file % 3}/${file}.ts`,
      // Here and there a line is new.
      body(file, (i) => (i % 50 === 7 ? `${version} ${i}` : `line ${i}`)),
    ]),
  );
const later = catalogueFolder([{ name, version: "2.0.0", files: files("second", 10) }]);

/** A copy in which every file has a line of yours: some of files that the item has no more. */
function editedCopy(): { folder: string; copy: string; edit: (mark: string) => string[] } {
  const environment = smallEnvironment([{ name, files: files("first", 0) }]);
  add(environment, [name], {});
  const copy = join(environment.folder, "thread-pool");
  const edit = (mark: string): string[] =>
    pathsOf(copy)
      .filter((path) => /^folder.*\.ts$/.test(path))
      .map((path) => {
        const text = readFileSync(join(copy, path), "utf8");
        writeFileSync(join(copy, path), text.replace(/^line 20 .*\n/m, `$&${mark} in ${path}\n`));
        return `${mark} in ${path}`;
      });
  return { folder: environment.folder, copy, edit };
}

const isStaged = (copy: string): boolean => readdirSync(copy).some((entry) => entry.startsWith(".triathlon-"));
/** Of the files that change, this one is moved first. */
const isBegun = (copy: string): boolean => readFileSync(join(copy, "folder-0/12.ts"), "utf8").includes("second 7 ");
const pathsOf = (copy: string): string[] =>
  readdirSync(copy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(copy.length + 1));
const linesOf = (copy: string): Set<string> =>
  new Set(pathsOf(copy).flatMap((path) => readFileSync(join(copy, path), "utf8").split("\n")));

function expectDone(copy: string, written: readonly string[]): void {
  const lines = linesOf(copy);
  expect(written.filter((line) => !lines.has(line))).toEqual([]);
  expect(pathsOf(copy)).toEqual(expect.arrayContaining(Object.keys(files("second", 10))));
  expect(isStaged(copy)).toBe(false);
}

it("update loses no line when it is killed, more is written, and it is run again", async () => {
  const ends = { before: 0, amid: 0, after: 0 };
  for (let kill = 0; kill < 40; kill++) {
    const { folder, copy, edit } = editedCopy();
    const written = edit("before");
    let isDone = false;
    const child = execa(process.execPath, [program, later, folder], { reject: false });
    void child.then(() => (isDone = true));
    // Half of them from the moment at which it begins to write, half when it moves the first file.
    const moment = kill % 2 === 0 ? isStaged : isBegun;
    while (!isDone && !moment(copy)) await sleep(1);
    await sleep(kill % 2 === 0 ? 5 * kill : kill / 8);
    child.kill("SIGKILL");
    await child;
    const isLeft = isStaged(copy);
    ends[isLeft ? (isBegun(copy) ? "amid" : "before") : "after"]++;
    written.push(...edit("after"));
    const { stdout } = await execa(process.execPath, [program, later, folder]);
    expect(stdout.includes("was interrupted")).toBe(isLeft);
    expectDone(copy, written);
  }
  expect(ends.before).toBeGreaterThan(0);
  expect(ends.amid).toBeGreaterThan(0);
});

it("update of one folder by many at once leaves every file, and each says who holds it or is done", async () => {
  for (let round = 0; round < 10; round++) {
    const { folder, copy, edit } = editedCopy();
    const written = edit("mine");
    const all = await Promise.all(
      Array.from({ length: 6 }, () => execa(process.execPath, [program, later, folder], { reject: false })),
    );
    for (const { exitCode, stderr } of all) if (exitCode !== 0) expect(stderr).toMatch(/found process \d+ on/);
    expect(all.some(({ exitCode }) => exitCode === 0)).toBe(true);
    expectDone(copy, written);
  }
});
