/**
 * The journal: one record a line, each on disk before the next execution starts. A line cut off by a crash is no
 * record: it is dropped before the journal is continued.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { z } from "zod";
import { record, type ExecutionRecord, SCHEMA_VERSION } from "./record.ts";

/** Appends records, durably. */
export class JournalWriter implements Disposable {
  readonly #file: number;

  /**
   * Opens the journal for appending, making it where it is missing. An unfinished last line is cut off first.
   *
   * @throws {Error} when the file cannot be opened
   */
  constructor(path: string) {
    this.#file = openSync(path, "a+");
    const text = readFileSync(path);
    const whole = text.lastIndexOf(0x0a) + 1;
    if (whole < text.length) ftruncateSync(this.#file, whole);
  }

  /** Returns once the line is on disk. */
  append(entry: ExecutionRecord): void {
    writeSync(this.#file, `${JSON.stringify(record.parse(entry))}\n`);
    fsyncSync(this.#file);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/**
 * The journal's records in order. An unfinished last line is left out.
 *
 * @throws {SyntaxError} naming file and line where a finished line is no record, or is of a later version
 */
export function readJournal(path: string): ExecutionRecord[] {
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop(); // what follows the last newline: nothing, or a line cut off by a crash
  return lines.map((line, index) => parseLine(line, `${path}:${index + 1}`));
}

function parseLine(line: string, where: string): ExecutionRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${where}: wanted one JSON record, found ${quote(line)}`, { cause: error });
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(value).data?.schemaVersion;
  if (version !== undefined && version > SCHEMA_VERSION) {
    throw new SyntaxError(
      `Cannot read ${where}: wanted schema version ${SCHEMA_VERSION} or older, found ${version}: use a newer Triathlon`,
    );
  }
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    throw new SyntaxError(`Cannot read ${where}: wanted a record, found\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

const quote = (line: string): string => JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
