import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readTreeMemory } from "./tree-memory.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let proc: string;
beforeEach(() => {
  proc = testFolder();
  makeProcess(10, 1, { peak: 100, pss: 60 });
  makeProcess(11, 10, { peak: 30, pss: 20 });
  makeProcess(12, 11, { peak: 7, pss: 5 });
  makeProcess(13, 1, { peak: 1000, pss: 1000 });
});

function makeProcess(pid: number, parent: number, { peak, pss }: { peak: number; pss: number }, state = "S"): void {
  const folder = join(proc, String(pid));
  mkdirSync(folder);
  writeFileSync(join(folder, "stat"), `${pid} (a (strange) name) ${state} ${parent} ${pid} 0 0`);
  writeFileSync(join(folder, "status"), `Name:\tx\nVmHWM:\t  ${peak} kB\nVmRSS:\t 1 kB\n`);
  writeFileSync(
    join(folder, "smaps_rollup"),
    `0000-ffff ---p 0 [rollup]\nRss:  9 kB\nPss:   ${pss} kB\nPss_Anon: 1 kB\nPrivate_Clean:  1 kB\nPrivate_Dirty:  ${pss - 2} kB\n`,
  );
}

const read = () => readTreeMemory(10, proc, "linux");

test("sums the process and all below it, and nobody else; what is its own apart from what is shared", () => {
  expect(read()).toEqual({
    peakBytes: 137 * 1024,
    proportionalBytes: 85 * 1024,
    privateBytes: 82 * 1024,
    reason: null,
  });
});

test("a process that has ended but was not noticed yet has no memory", () => {
  makeProcess(14, 10, { peak: 1, pss: 1 }, "Z");
  rmSync(join(proc, "14", "status"));
  expect(read().peakBytes).toBe(137 * 1024);
});

test("one process that cannot be read makes the sum null, never smaller", () => {
  rmSync(join(proc, "12", "status"));
  expect(read()).toMatchObject({
    peakBytes: null,
    proportionalBytes: null,
    reason: expect.stringContaining("12/status"),
  });
});

test("without the proportional set the peak is still told", () => {
  rmSync(join(proc, "11", "smaps_rollup"));
  expect(read()).toMatchObject({ peakBytes: 137 * 1024, proportionalBytes: null, reason: expect.any(String) });
});

test("a tree that is gone is null, with the reason", () => {
  expect(readTreeMemory(99, proc, "linux")).toMatchObject({ peakBytes: null, reason: expect.stringContaining("99") });
});

test("elsewhere than on Linux it is null, with the reason", () => {
  expect(readTreeMemory(10, proc, "darwin")).toMatchObject({
    peakBytes: null,
    reason: expect.stringContaining("darwin"),
  });
});

test.runIf(process.platform === "linux")("reads this very process", () => {
  const { peakBytes, proportionalBytes } = readTreeMemory(process.pid);
  expect(peakBytes).toBeGreaterThan(10_000_000);
  expect(proportionalBytes).toBeGreaterThan(0);
});
