import { fileURLToPath } from "node:url";
import { record, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import { report } from "../analysis/report.ts";
import { readJournal } from "../files/journal.ts";
import { EXECUTIONS } from "../files/journals.ts";
import { readRun } from "./read-run.ts";

const folderOf = (version: string): string => fileURLToPath(new URL(`fixtures/${version}`, import.meta.url));
const recordsOf = (version: string) => [...readJournal(folderOf(version), EXECUTIONS)];

test("a run that version 1 wrote is read, and reported, as one whose noise nobody looked at", () => {
  const records = recordsOf("version-1");
  expect(records).toHaveLength(32);
  for (const one of records) {
    expect(record.parse(one)).toMatchObject({ schemaVersion: SCHEMA_VERSION, ghost: 0, attempt: 1, noise: null });
  }
  const run = readRun(folderOf("version-1"));
  expect(run.plan).toMatchObject({ ghostsPerBlock: 0, mostRepeats: 0, probesCapacity: false });
  const computed = report.parse(analyse(run));
  expect(computed.partial).toBe(false);
  expect(computed.comparisons[0]!.rows.map(({ steadySeconds }) => steadySeconds.n)).toEqual([6, 6, 6, 6]);
});

test("a run that version 2 wrote is read, and reported, as one in which nobody looked at the loop", () => {
  const records = recordsOf("version-2");
  expect(records).toHaveLength(45);
  for (const one of records) {
    expect(record.parse(one)).toMatchObject({ schemaVersion: SCHEMA_VERSION, loopDelay: null });
  }
  const run = readRun(folderOf("version-2"));
  expect(run.plan).toMatchObject({ memoryBlocks: 1, lagBlocks: 0, ghostsPerBlock: 1 });
  const computed = report.parse(analyse(run));
  expect(computed.partial).toBe(false);
  const { rows } = computed.comparisons[0]!;
  expect(rows.map(({ steadySeconds }) => steadySeconds.n)).toEqual([6, 6, 6, 6]);
  expect(rows.map(({ loopDelayP99Seconds }) => loopDelayP99Seconds.reason)).toEqual(
    Array.from({ length: 4 }, () => "no lag pass of this cell"),
  );
});
