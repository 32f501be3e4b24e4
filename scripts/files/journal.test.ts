import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { NO_ID } from "@triathlon/core/results/migrate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ExecutionRecord, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { cellOf, madeUpRecords } from "../report/fixtures/made-up-run.ts";
import { injectFaults, withEveryFault } from "./fixtures/faults.ts";
import { JournalWriter, readJournal } from "./journal.ts";
import { EXECUTIONS } from "./journals.ts";
import { EXPERIMENTS } from "../studies/experiments/experiments-study.ts";
import { POOLS } from "../studies/pools/pools-study.ts";
import { WriteError } from "./write-files.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "journal.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

const made = madeUpRecords({ cells: [cellOf("node", "async")] }).records[0];
const record = (position: number): ExecutionRecord => ({ ...(made as ExecutionRecord), position });

function append(...positions: number[]): void {
  using journal = new JournalWriter(folder, EXECUTIONS);
  for (const position of positions) journal.append(record(position));
}

describe("the journal", () => {
  it("gives records back as they were written, over several openings", () => {
    append(0, 1);
    append(2);
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0), record(1), record(2)]);
  });

  it("gives back lines that are longer than what is read at once", () => {
    const long = { ...record(0), stderrTail: "ö€".repeat(700_001) };
    {
      using journal = new JournalWriter(folder, EXECUTIONS);
      for (const each of [long, record(1), long]) journal.append(each);
    }
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([long, record(1), long]);
  });

  it("is read where it is kept compressed, and nothing is added to it", () => {
    append(0, 1);
    appendFileSync(path, "unfinished");
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0), record(1)]);
    expect(() => append(2)).toThrow(
      `Cannot write "${path}": wanted a journal that goes on, found one that is kept compressed`,
    );
    writeFileSync(`${path}.gz`, "no gzip");
    expect(() => [...readJournal(folder, EXECUTIONS)]).toThrow(
      `Cannot read "${path}.gz": wanted a journal, compressed by gzip`,
    );
  });

  it("leaves out a line that a crash cut off, and goes on after it", () => {
    append(0);
    appendFileSync(path, `{"schemaVersion":${SCHEMA_VERSION},"runId":`);
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0)]);
    append(1);
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0), record(1)]);
  });

  it("names file and line of what is no record", () => {
    append(0);
    appendFileSync(path, `{"schemaVersion":${SCHEMA_VERSION}}\n`);
    expect(() => [...readJournal(folder, EXECUTIONS)]).toThrow(`${path}:2: wanted a record`);
    writeFileSync(path, "not JSON\n");
    expect(() => [...readJournal(folder, EXECUTIONS)]).toThrow(`${path}:1: wanted one JSON record, found "not JSON"`);
  });

  it("gives each record before it looks at the next line", () => {
    append(0);
    appendFileSync(path, "not JSON\n");
    const records = readJournal(folder, EXECUTIONS)[Symbol.iterator]();
    expect(records.next().value).toEqual(record(0));
    expect(() => records.next()).toThrow(`${path}:2: wanted one JSON record`);
  });

  it("refuses records of a later version by saying so", () => {
    writeFileSync(path, `${JSON.stringify({ ...record(0), schemaVersion: SCHEMA_VERSION + 1 })}\n`);
    expect(() => [...readJournal(folder, EXECUTIONS)]).toThrow(
      `wanted schema version ${SCHEMA_VERSION} or older, found ${SCHEMA_VERSION + 1}`,
    );
  });

  it("holds whole lines alone, and goes on after them, whatever call fails", async () => {
    await withEveryFault(
      () => {
        rmSync(path, { force: true });
        append(0);
        {
          using journal = new JournalWriter(folder, EXECUTIONS);
          for (const position of [1, 2]) journal.append(record(position));
        }
      },
      (fault, at, error) => {
        const name = `${fault} at call ${at}`;
        if (error !== null) expect(error, name).toBeInstanceOf(WriteError);
        if (fault === "short write" || fault === "EINTR") expect(error, name).toBe(null);
        const found = [...readJournal(folder, EXECUTIONS)];
        expect(found, name).toEqual(found.map((_, position) => record(position)));
        expect(found.length, name).toBeGreaterThanOrEqual(error === null ? 3 : 0);
        append(found.length);
        expect([...readJournal(folder, EXECUTIONS)], name).toEqual([...found, record(found.length)]);
      },
    );
  });

  it("tells of every line that a full disk did not take, and goes on when there is space again", () => {
    using journal = new JournalWriter(folder, EXECUTIONS);
    journal.append(record(0));
    {
      using _full = injectFaults({ fault: "ENOSPC", at: 1, andAfter: true });
      for (const position of [1, 2, 3]) expect(() => journal.append(record(position))).toThrow("the disk is full");
    }
    journal.append(record(1));
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0), record(1)]);
  });

  it("goes on after its last whole line where that lies further back than what is read at once", () => {
    append(0);
    appendFileSync(path, "x".repeat(3 * 2 ** 20));
    append(1);
    expect([...readJournal(folder, EXECUTIONS)]).toEqual([record(0), record(1)]);
  });

  it("is a file: what else has its name is refused", () => {
    mkdirSync(path);
    expect(() => [...readJournal(folder, EXECUTIONS)]).toThrow("wanted a journal, found what is no file");
  });

  it("refuses to write what is no record, and writes nothing of it", () => {
    append(0);
    using journal = new JournalWriter(folder, EXECUTIONS);
    expect(() => journal.append({ ...record(1), wallSeconds: -1 })).toThrow();
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(2);
  });
});

describe("what version 5 wrote is read, with what later versions added left empty", () => {
  const folder = fileURLToPath(new URL("fixtures/version-5", import.meta.url));
  const empty = { attempt: 1, exitCode: null, wallSeconds: null, noise: null, contamination: [] };

  it("of pools, whose blocks were rounds, from 1, and whose runs had no id", () => {
    const records = [...readJournal(folder, POOLS)];
    expect(records).toMatchObject([
      { runId: NO_ID, block: 0, position: 0, case: "at-once", figures: { seconds: [1] }, ...empty },
      { runId: NO_ID, block: 0, position: 4, case: "mix", ...empty },
    ]);
  });

  it("of experiments", () => {
    expect([...readJournal(folder, EXPERIMENTS)]).toMatchObject([
      { runId: "2026-01-02-030405", block: 0, experiment: "overlap", stderrTail: null, ...empty },
      { block: 0, outcome: "skipped", reason: "processes share no memory to contend on", figures: {}, ...empty },
    ]);
  });
});
