import { mkdirSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createRunFolder, findRun, nameLatest, newestRun, newRunId, requireEmpty } from "./run-folder.ts";
import { UsageError } from "./usage-error.ts";
import { testFolder } from "../test/support/test-folder.ts";

let out: string;
beforeEach(() => {
  out = realpathSync(testFolder());
});

function makeRun(id: string): string {
  const folder = createRunFolder(out, id);
  writeFileSync(join(folder, "plan.json"), "{}");
  return folder;
}

test("a run's id is its moment in UTC and sorts by time", () => {
  const earlier = newRunId(new Date("2026-11-21T00:41:51.900Z"));
  expect(earlier).toBe("2026-11-21-004151");
  expect(newRunId(new Date("2026-11-21T10:00:00Z")) > earlier).toBe(true);
});

test("the newest run is the newest of the bench, whatever other studies have run since", () => {
  for (const id of ["2026-01-01-000000", "2026-01-02-000000", "experiments-2026-01-03-000000"]) makeRun(id);
  expect(newestRun(out)).toBe("2026-01-02-000000");
});

test("a run is found by its id, by its folder, and as the latest", () => {
  const first = makeRun("2026-01-01-000000");
  const second = makeRun("2026-01-02-000000");
  nameLatest(out, "2026-01-01-000000");
  nameLatest(out, "2026-01-02-000000");
  expect(findRun("2026-01-01-000000", out)).toBe(first);
  expect(findRun(first, "/nowhere")).toBe(first);
  expect(findRun(undefined, out)).toBe(second);
});

test("latest is a relative link", () => {
  makeRun("2026-01-01-000000");
  nameLatest(out, "2026-01-01-000000");
  expect(readlinkSync(join(out, "latest"))).toBe("2026-01-01-000000");
});

test("an unknown run is refused by a message that names the runs there are", () => {
  makeRun("2026-01-01-000000");
  mkdirSync(join(out, "something-else"));
  expect(() => findRun("yesterday", out)).toThrow(UsageError);
  expect(() => findRun("yesterday", out)).toThrow(/"yesterday".*the runs there are 2026-01-01-000000$/);
});

test("without any run the message says how to make one", () => {
  expect(() => findRun(undefined, join(out, "missing"))).toThrow(/no runs yet.*pnpm bench/);
});

test("a folder named latest that is no link is left alone", () => {
  makeRun("2026-01-01-000000");
  mkdirSync(join(out, "latest"));
  writeFileSync(join(out, "latest", "mine.txt"), "");
  expect(() => nameLatest(out, "2026-01-01-000000")).not.toThrow();
});

test("only an empty folder is run into, or none", () => {
  const file = join(out, "file");
  requireEmpty(out);
  requireEmpty(join(out, "none"));
  writeFileSync(file, "");
  expect(() => requireEmpty(out)).toThrow(/found files: choose another --out$/);
  expect(() => requireEmpty(file)).toThrow(/found what is no folder: choose another --out$/);
});
