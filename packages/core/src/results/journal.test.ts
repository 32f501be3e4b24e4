import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JournalWriter, readJournal } from "./journal.ts";
import { type ExecutionRecord, SCHEMA_VERSION } from "./record.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "journal.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (position: number): ExecutionRecord => ({
  schemaVersion: SCHEMA_VERSION,
  runId: "r",
  block: 0,
  discarded: false,
  position,
  ghost: 0,
  attempt: 1,
  pass: "time",
  profile: "source",
  runtime: "node",
  model: "async",
  workload: "w",
  size: "small",
  workers: 1,
  concurrency: 4,
  runtimeVersion: null,
  outcome: "skipped",
  reason: "because",
  checksum: null,
  timer: "built-in",
  wallSeconds: null,
  firstSeconds: null,
  iterationSeconds: [],
  warmupSeconds: [],
  cpuSeconds: null,
  cpuSecondsReason: null,
  peakMemoryBytes: null,
  proportionalMemoryBytes: null,
  privateMemoryBytes: null,
  memoryReason: null,
  loopDelay: null,
  workerIds: [],
  workIntervals: [],
  overlapSeconds: null,
  callsInPass: null,
  timedOverlapSeconds: null,
  observations: {},
  exitCode: null,
  signal: null,
  stderrTail: null,
  startedAt: 0,
  runnerCpuSeconds: null,
  noise: null,
  contamination: [],
});

function append(...positions: number[]): void {
  using journal = new JournalWriter(path);
  for (const position of positions) journal.append(record(position));
}

describe("the journal", () => {
  it("gives records back as they were written, over several openings", () => {
    append(0, 1);
    append(2);
    expect([...readJournal(path)]).toEqual([record(0), record(1), record(2)]);
  });

  it("gives back lines that are longer than what is read at once", () => {
    const long = { ...record(0), stderrTail: "ö€".repeat(700_001) };
    {
      using journal = new JournalWriter(path);
      for (const each of [long, record(1), long]) journal.append(each);
    }
    expect([...readJournal(path)]).toEqual([long, record(1), long]);
  });

  it("leaves out a line that a crash cut off, and goes on after it", () => {
    append(0);
    appendFileSync(path, `{"schemaVersion":${SCHEMA_VERSION},"runId":`);
    expect([...readJournal(path)]).toEqual([record(0)]);
    append(1);
    expect([...readJournal(path)]).toEqual([record(0), record(1)]);
  });

  it("names file and line of what is no record", () => {
    append(0);
    appendFileSync(path, `{"schemaVersion":${SCHEMA_VERSION}}\n`);
    expect(() => [...readJournal(path)]).toThrow(`${path}:2: wanted a record`);
    writeFileSync(path, "not JSON\n");
    expect(() => [...readJournal(path)]).toThrow(`${path}:1: wanted one JSON record, found "not JSON"`);
  });

  it("gives each record before it looks at the next line", () => {
    append(0);
    appendFileSync(path, "not JSON\n");
    const records = readJournal(path)[Symbol.iterator]();
    expect(records.next().value).toEqual(record(0));
    expect(() => records.next()).toThrow(`${path}:2: wanted one JSON record`);
  });

  it("refuses records of a later version by saying so", () => {
    writeFileSync(path, `${JSON.stringify({ ...record(0), schemaVersion: SCHEMA_VERSION + 1 })}\n`);
    expect(() => [...readJournal(path)]).toThrow(
      `wanted schema version ${SCHEMA_VERSION} or older, found ${SCHEMA_VERSION + 1}`,
    );
  });

  it("refuses to write what is no record, and writes nothing of it", () => {
    append(0);
    using journal = new JournalWriter(path);
    expect(() => journal.append({ ...record(1), wallSeconds: -1 })).toThrow();
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(2);
  });
});
