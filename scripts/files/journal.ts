/**
 * The journal: a file of JSON lines, one record each, on disk before the next is begun. It can be read up to its last whole line at any
 * moment, and goes on after that line.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { migrate, RECORD_STEPS } from "@triathlon/core/results/migrate";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";
import { codeOf, orRefuse, system, writeAll, WriteError } from "./write-files.ts";

/** What a journal's lines are. */
export interface Lines<Schema extends z.ZodType> {
  /** The file's name in a run's folder. */
  file: string;
  schema: Schema;
  /** One of them, for errors: `a record`. */
  what: string;
}

const NEWLINE = 0x0a;

/** What the name of a journal ends in that is kept compressed, by gzip. It is read like any other, and nothing is added to it. */
export const COMPRESSED = ".gz";

/** The folder's journal, compressed or not; undefined where none was begun. */
export function findJournal(folder: string, { file }: Pick<Lines<z.ZodType>, "file">): string | undefined {
  const path = join(folder, file);
  return [path, path + COMPRESSED].find((one) => existsSync(one));
}

/** Appends records, durably. */
export class JournalWriter<Schema extends z.ZodType> implements Disposable {
  readonly #path: string;
  readonly #file: number;
  readonly #schema: Schema;
  /** Bytes of its whole lines. */
  #whole: number;

  /**
   * Opens the folder's journal, making it where it is missing. An unfinished last line is cut off first.
   *
   * @throws {WriteError} when it cannot be opened
   * @throws {UsageError} when it is kept compressed
   */
  constructor(folder: string, { file, schema }: Lines<Schema>) {
    this.#path = join(folder, file);
    if (findJournal(folder, { file })?.endsWith(COMPRESSED) === true) {
      throw new UsageError(
        `Cannot write "${this.#path}": wanted a journal that goes on, found one that is kept compressed: unpack "${this.#path}${COMPRESSED}" with gunzip first`,
      );
    }
    this.#schema = schema;
    this.#file = orRefuse(`open "${this.#path}"`, () => system.open(this.#path, "a+", 0o666));
    this.#whole = wholeSize(this.#file);
    this.#cutOff();
  }

  /**
   * Returns once the line is on disk.
   *
   * @throws {WriteError} when it could not be written: then the journal is what it was
   */
  append(entry: z.input<Schema>): void {
    const line = Buffer.from(`${JSON.stringify(this.#schema.parse(entry))}\n`);
    this.#cutOff();
    try {
      writeAll(this.#file, line);
      system.flush(this.#file);
    } catch (error) {
      this.#cutOffIfPossible();
      throw new WriteError(`write "${this.#path}"`, error);
    }
    this.#whole += line.length;
  }

  [Symbol.dispose](): void {
    try {
      system.close(this.#file);
    } catch {
      // Every line is on disk.
    }
  }

  #cutOff(): void {
    if (fstatSync(this.#file).size === this.#whole) return;
    orRefuse(`write "${this.#path}"`, () => system.cut(this.#file, this.#whole));
  }

  /** Where it is not, readers leave out what is not whole, and the next line is written after cutting it off. */
  #cutOffIfPossible(): void {
    try {
      this.#cutOff();
    } catch {
      // The first error says more.
    }
  }
}

const CHUNK_BYTES = 2 ** 20;

/** Up to the last newline, looked for from the end. */
function wholeSize(file: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let end = fstatSync(file).size; end > 0;) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const size = readSync(file, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, size).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}

/**
 * The records of a folder's journal in order, each read when it is asked for, so that a long journal is never in memory as a whole. An
 * unfinished last line is left out; a journal that was never begun has none.
 *
 * @param refuse what is wrong with a record, in words: `wanted a record of run "a", found one of run "b"`; null when it is one
 * @throws {UsageError} on reaching a finished line of another shape or a later version, or a refused one, naming file and line
 */
export function* readJournal<Schema extends z.ZodType>(
  folder: string,
  { file, schema, what }: Lines<Schema>,
  refuse: (record: z.output<Schema>) => string | null = () => null,
): Generator<z.output<Schema>> {
  const path = findJournal(folder, { file });
  if (path === undefined) return;
  let number = 0;
  for (const line of path.endsWith(COMPRESSED) ? unpackedLines(path) : finishedLines(path)) {
    const where = `${path}:${++number}`;
    const parsed = schema.safeParse(parseLine(line, schema, where));
    if (!parsed.success) {
      throw new UsageError(`Cannot read ${where}: wanted ${what}, found\n${z.prettifyError(parsed.error)}`);
    }
    const refused = refuse(parsed.data);
    if (refused !== null) throw new UsageError(`Cannot read ${where}: ${refused}`);
    yield parsed.data;
  }
}

/** For {@link readJournal}: refuses what has the name of an earlier record. */
export function onlyOnce<Record>(nameOf: (record: Record) => string): (record: Record) => string | null {
  const seen = new Set<string>();
  return (record) => {
    const name = nameOf(record);
    if (seen.has(name)) return `wanted each execution once, found again ${name}`;
    seen.add(name);
    return null;
  };
}

/** One after the other, so that the file is never in memory as a whole; without what follows the last newline. */
function* finishedLines(path: string): Generator<string> {
  const file = openToRead(path);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const begun: Buffer[] = []; // of the line that goes on in the next chunk
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < size; end = chunk.indexOf(NEWLINE, from)) {
        yield begun.length === 0 // nearly always: then nothing is copied
          ? chunk.toString("utf8", from, end)
          : Buffer.concat([...begun.splice(0), chunk.subarray(from, end)]).toString("utf8");
        from = end + 1;
      }
      begun.push(Buffer.from(chunk.subarray(from, size)));
    }
  } finally {
    closeSync(file);
  }
}

/** More than any journal has: a small file may unpack to a very large one. */
const MOST_UNPACKED_BYTES = 2 ** 30;

/** The same of a compressed one, which is in memory as a whole. */
function* unpackedLines(path: string): Generator<string> {
  const file = openToRead(path);
  let bytes: Buffer;
  try {
    bytes = gunzipSync(readFileSync(file), { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (error) {
    throw new UsageError(`Cannot read "${path}": wanted a journal, compressed by gzip, found ${codeOf(error)}`, {
      cause: error,
    });
  } finally {
    closeSync(file);
  }
  for (let from = 0, end = bytes.indexOf(NEWLINE); end >= 0; from = end + 1, end = bytes.indexOf(NEWLINE, from)) {
    yield bytes.toString("utf8", from, end);
  }
}

/** Whoever opens a pipe waits for its other end. @throws {UsageError} */
function openToRead(path: string): number {
  try {
    if (statSync(path).isFile()) return openSync(path, "r");
  } catch (error) {
    throw new UsageError(`Cannot read "${path}": wanted a journal, found no readable file (${codeOf(error)})`, {
      cause: error,
    });
  }
  throw new UsageError(`Cannot read "${path}": wanted a journal, found what is no file`);
}

function parseLine(line: string, schema: z.ZodType, where: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new UsageError(`Cannot read ${where}: wanted one JSON record, found ${quote(line)}`, { cause: error });
  }
  try {
    return migrate(value, RECORD_STEPS, schema instanceof z.ZodObject ? schema : undefined);
  } catch (error) {
    throw new UsageError(`Cannot read ${where}: ${(error as Error).message}`, { cause: error });
  }
}

const quote = (line: string): string => JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
