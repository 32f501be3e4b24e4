import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { thisProcess } from "./living-process.ts";
import { machine, removeLeftovers, TemporaryFolder } from "./temporary-folder.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-test-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder is removed with all that is in it", () => {
  let path: string;
  {
    using temporary = new TemporaryFolder();
    path = temporary.path;
    writeFileSync(join(path, "file"), "");
  }
  expect(existsSync(path)).toBe(false);
});

test("what a killed process left is removed by the next one", async () => {
  const url = new URL("temporary-folder.ts", import.meta.url).href;
  const start = (then: string) =>
    execa(
      process.execPath,
      [
        "--import",
        import.meta.resolve("tsx"),
        "--input-type=module",
        "-e",
        `import { TemporaryFolder } from ${JSON.stringify(url)}; const folder = new TemporaryFolder(); ${then}`,
      ],
      { env: { TMPDIR: folder }, reject: false },
    );
  expect(await start("process.kill(process.pid, 'SIGKILL')")).toMatchObject({ signal: "SIGKILL" });
  const left = (): string[] => readdirSync(folder).filter((name) => name.startsWith("triathlon-"));
  expect(left()).toHaveLength(1);
  expect(await start("folder[Symbol.dispose]()")).toMatchObject({ exitCode: 0 });
  expect(left()).toEqual([]);
});

test("what belongs to the living, to other machines and to others altogether stays", () => {
  const { pid, began } = thisProcess();
  const names = [
    `triathlon-${machine()}-${pid}-${began ?? 0}-abcdef`,
    `triathlon-0123abcd-${2 ** 31 - 1}-1-abcdef`,
    "triathlon-results",
    "triathlon-abcdef",
  ];
  for (const name of names) mkdirSync(join(folder, name));
  removeLeftovers(folder);
  expect(readdirSync(folder).sort()).toEqual(names.sort());
});

test("a link of such a name is removed, and not what it names", () => {
  writeFileSync(join(folder, "precious"), "");
  symlinkSync(folder, join(folder, `triathlon-${machine()}-${2 ** 31 - 1}-1-abcdef`));
  removeLeftovers(folder);
  expect(readdirSync(folder)).toEqual(["precious"]);
});

test.runIf(process.platform === "linux")("a process number that was used again is not the owner", () => {
  mkdirSync(join(folder, `triathlon-${machine()}-${process.pid}-1-abcdef`));
  removeLeftovers(folder);
  expect(readdirSync(folder)).toEqual([]);
});
