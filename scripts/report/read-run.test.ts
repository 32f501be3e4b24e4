import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJournal } from "@triathlon/core/results/journal";
import { record, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import { report } from "../analysis/report.ts";
import { readRun } from "./read-run.ts";

const VERSION_1 = fileURLToPath(new URL("fixtures/version-1", import.meta.url));

test("a run that version 1 wrote is read, and reported, as one whose noise nobody looked at", () => {
  const records = [...readJournal(join(VERSION_1, "journal.ndjson"))];
  expect(records).toHaveLength(32);
  for (const one of records) {
    expect(record.parse(one)).toMatchObject({ schemaVersion: SCHEMA_VERSION, ghost: 0, attempt: 1, noise: null });
  }
  const run = readRun(VERSION_1);
  expect(run.plan).toMatchObject({ ghostsPerBlock: 0, mostRepeats: 0, probesCapacity: false });
  const computed = report.parse(analyse(run));
  expect(computed.partial).toBe(false);
  expect(computed.comparisons[0]!.rows.map(({ steadySeconds }) => steadySeconds.n)).toEqual([6, 6, 6, 6]);
});
