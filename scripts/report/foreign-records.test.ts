import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { execa } from "execa";
import { beforeEach, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { cellOf, madeUpRecords, writeRun } from "./fixtures/made-up-run.ts";
import { readRun } from "./read-run.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let folder: string;
beforeEach(() => (folder = testFolder()));
const MADE = { cells: [cellOf("node", "sequential")], timedBlocks: 2, memoryBlocks: 1 };

/** The run of four records, the second of them changed. */
function readChanged(change: Partial<ExecutionRecord>): unknown {
  const run = madeUpRecords(MADE);
  writeRun(folder, {
    ...run,
    records: run.records.map((record, index) => (index === 1 ? { ...record, ...change } : record)),
  });
  return readRun(folder);
}

test("a run whose records are all its own is read", () => {
  expect(readChanged({})).toMatchObject({ executions: { length: 4 } });
});

test.each<[string, Partial<ExecutionRecord>, string]>([
  ["of another run", { runId: "other" }, 'wanted a record of run "2026-01-02-030405", found one of run "other"'],
  [
    "of no cell of the plan",
    { workload: "other" },
    "wanted a cell of the plan, found node/sequential/other/large with 1 workers",
  ],
  ["of a block that is not planned", { block: 4 }, "wanted a block below 4, found 4"],
  ["of another pass", { pass: "lag" }, 'wanted "pass" to be time in block 1, found lag'],
  ["that counts, in a block that does not", { block: 0 }, 'wanted "discarded" to be true in block 0, found false'],
  ["of a ghost that is not planned", { ghost: 1e9 }, "wanted at most 0 ghosts in block 1, found ghost 1000000000"],
  ["of too many attempts", { attempt: 4 }, "wanted at most 3 attempts, found attempt 4"],
])("a record is refused by name and number: one %s", (_, change, message) => {
  expect(() => readChanged(change)).toThrow(UsageError);
  expect(() => readChanged(change)).toThrow(`${join(folder, "journal.ndjson")}:2: ${message}`);
});

test.skipIf(process.platform === "win32").each(["plan.json", "environment.json", "journal.ndjson"])(
  "a pipe in place of a file is refused, and not waited for: %s",
  async (name) => {
    writeRun(folder, madeUpRecords(MADE));
    rmSync(join(folder, name));
    await execa("mkfifo", [join(folder, name)]);
    expect(() => readRun(folder)).toThrow(`Cannot read "${join(folder, name)}"`);
  },
);

test("a record that is there twice is refused, and not counted twice", () => {
  const run = madeUpRecords(MADE);
  writeRun(folder, { ...run, records: [...run.records, { ...run.records[1]!, position: 7 }] });
  expect(() => readRun(folder)).toThrow(/:5: wanted each execution once, found again node\/sequential\/.*, block 1/);
});

test.each<[string, Partial<ExecutionRecord>]>([
  ["seconds", { iterationSeconds: [1e308] }],
  ["moment", { startedAt: 1e308 }],
  ["observation", { observations: { seen: 1e308 } }],
])("figures that cannot be are refused by name and number: a %s", (_, change) => {
  expect(() => readChanged(change)).toThrow(/journal\.ndjson:2: wanted a record, found\n.*Too big/s);
});
