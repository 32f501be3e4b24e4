/** The journal: one record a line, each on disk before the next execution starts. */
import { LineWriter, readLines } from "./lines.ts";
import { RECORD_STEPS } from "./migrate.ts";
import { record, type ExecutionRecord } from "./record.ts";

/** Appends records, durably. */
export class JournalWriter extends LineWriter<typeof record> {
  /** @throws {Error} when the file cannot be opened */
  constructor(path: string) {
    super(path, record);
  }
}

/**
 * The journal's records in order, one by one, so that a long journal is never in memory as a whole. An unfinished last line is
 * left out.
 *
 * @throws {SyntaxError} on reaching a finished line that is no record, or is of a later version, naming file and line
 */
export function readJournal(path: string): Iterable<ExecutionRecord> {
  return readLines(path, record, "a record", RECORD_STEPS);
}
