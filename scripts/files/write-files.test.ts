import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { injectFaults, withEveryFault } from "./fixtures/faults.ts";
import { makeFolder, replaceSystem, WriteError, writeFile } from "./write-files.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-write-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LONG = "a line of the new file\n".repeat(2000);

describe("a file that is written", () => {
  test("is whole, or what it was, whatever call fails; and nothing lies beside it", async () => {
    const path = join(folder, "report.json");
    const cases = await withEveryFault(
      () => {
        writeFileSync(path, "old");
        writeFile(path, LONG);
      },
      (fault, at, error) => {
        const name = `${fault} at call ${at}`;
        const isHarmless = fault === "short write" || fault === "EINTR";
        expect(error === null, name).toBe(isHarmless || readFileSync(path, "utf8") === LONG);
        if (error !== null) expect(error, name).toBeInstanceOf(WriteError);
        expect(readFileSync(path, "utf8"), name).toBe(error === null ? LONG : "old");
        expect(readdirSync(folder), name).toEqual(["report.json"]);
      },
    );
    expect(cases).toBeGreaterThan(4 * 5);
  });

  test("says in a sentence what failed, and what to do", () => {
    const path = join(folder, "report.json");
    using _full = injectFaults({ fault: "ENOSPC", at: 1, andAfter: true });
    expect(() => writeFile(path, LONG)).toThrow(
      `Cannot write "${path}": the disk is full (ENOSPC): free some space, then run it again`,
    );
  });

  test("keeps the permissions that it had", () => {
    const path = join(folder, "figures.csv");
    writeFileSync(path, "old", { mode: 0o640 });
    writeFile(path, "new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test("through links is what they name, and they stay", () => {
    writeFileSync(join(folder, "there.csv"), "old");
    symlinkSync("there.csv", join(folder, "one"));
    symlinkSync(join(folder, "one"), join(folder, "two"));
    symlinkSync("not-yet.csv", join(folder, "dangling"));
    writeFile(join(folder, "two"), "new");
    writeFile(join(folder, "dangling"), "new");
    for (const name of ["there.csv", "not-yet.csv"]) expect(readFileSync(join(folder, name), "utf8")).toBe("new");
    for (const name of ["one", "two", "dangling"]) expect(lstatSync(join(folder, name)).isSymbolicLink()).toBe(true);
  });

  test.skipIf(process.platform === "win32")(
    "goes into a device, a pipe and a link to them, which stay what they are",
    async () => {
      const pipe = join(folder, "pipe");
      symlinkSync("/dev/null", join(folder, "null"));
      await execa("mkfifo", [pipe]);
      const reader = execa("cat", [pipe]);
      writeFile(pipe, LONG);
      writeFile("/dev/null", LONG);
      writeFile(join(folder, "null"), LONG);
      expect((await reader).stdout).toBe(LONG.trimEnd());
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
      expect(lstatSync(join(folder, "null")).isSymbolicLink()).toBe(true);
    },
  );

  test.runIf(existsSync("/dev/full"))("into a full device is refused, and the device stays", () => {
    expect(() => writeFile("/dev/full", "text")).toThrow('Cannot write "/dev/full": the disk is full (ENOSPC)');
    expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
  });

  test("is given up when the system takes nothing of it, and not tried for ever", () => {
    using _stuck = replaceSystem((system) => ({ ...system, write: () => 0 }));
    expect(() => writeFile(join(folder, "file"), "text")).toThrow(WriteError);
  });
});

describe("where nothing can be written", () => {
  const cases: [string, () => string, string][] = [
    ["below /proc", () => "/proc/nope/folder", "cannot be made (ENOENT)"],
    ["a file", () => join(folder, "file"), "something else is there already (EEXIST)"],
    ["below a file", () => join(folder, "file", "deep", "er"), "a folder is wanted where there is a file (ENOTDIR)"],
    ["links in a circle", () => join(folder, "circle", "deep"), "its links lead in a circle (ELOOP)"],
    ["a link to nothing", () => join(folder, "dangling"), "something else is there already (EEXIST)"],
    ["too long a name", () => join(folder, "x".repeat(300)), "the name is too long (ENAMETOOLONG)"],
  ];
  test.each(cases)("a folder is refused with a reason: %s", (_, path, reason) => {
    writeFileSync(join(folder, "file"), "");
    symlinkSync("circle", join(folder, "circle"));
    symlinkSync("nothing", join(folder, "dangling"));
    expect(() => makeFolder(path())).toThrow(reason);
    expect(() => makeFolder(path())).toThrow(expect.objectContaining({ isPath: true }));
  });

  test("a file is: over a folder, through links in a circle, in no folder", () => {
    mkdirSync(join(folder, "folder"));
    symlinkSync("circle", join(folder, "circle"));
    expect(() => writeFile(join(folder, "folder"), "")).toThrow("a file is wanted where there is a folder (EISDIR)");
    expect(() => writeFile(join(folder, "circle"), "")).toThrow("its links lead in a circle (ELOOP)");
    expect(() => writeFile(join(folder, "none", "file"), "")).toThrow("is not there and cannot be made (ENOENT)");
  });
});

test("a folder is made with those above it, and is no error where it is there", () => {
  const path = join(folder, "a", "b", "c");
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});
