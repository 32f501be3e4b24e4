import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { JournalWriter, readJournal } from "./journal.ts";
import { LANES } from "./journals.ts";

let path: string;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-lanes-"));
  path = join(folder, "lanes.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const call = { at: 1, call: 1, task: "t", worker: 1 };
const record: LanesRecord = {
  schemaVersion: SCHEMA_VERSION,
  runId: "run",
  runtime: "node",
  model: "threading",
  workload: "empty",
  size: "small",
  workers: 2,
  concurrency: null,
  runtimeVersion: "26.0.0",
  outcome: "completed",
  reason: null,
  passes: [],
  events: [
    { ...call, what: "given" },
    { ...call, what: "settled", outcome: "late", error: "DeadlineExceeded", rung: "signalled" },
    { ...call, what: "freed", how: "stopped" },
  ],
};

test("lanes are read as they were written", () => {
  using lanes = new JournalWriter(folder, LANES);
  lanes.append(record);
  expect([...readJournal(folder, LANES)]).toEqual([record]);
});

test("events in the words of an older timeline are read in those of today's", () => {
  const events = [
    { ...call, what: "sent" },
    { ...call, what: "returned" },
    { ...call, what: "sent" },
    { ...call, what: "settled", outcome: "cancelled", rung: "stopped" },
  ];
  writeFileSync(path, `${JSON.stringify({ ...record, events })}\n`);
  expect([...readJournal(folder, LANES)][0]?.events).toEqual([
    { ...call, what: "given" },
    { ...call, what: "given" },
    { ...call, what: "settled", outcome: "cancelled", rung: "signalled" },
  ]);
});

test("what is no event is refused, with its file and line", () => {
  writeFileSync(path, `${JSON.stringify({ ...record, events: [null] })}\n`);
  expect(() => [...readJournal(folder, LANES)]).toThrow(`${path}:1`);
});
