/**
 * A file of JSON lines, each on disk before the next is begun. A line cut off by a crash is none: it is dropped before the
 * file is continued.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { z } from "zod";
import { migrate, type Steps } from "./migrate.ts";

/** Appends lines of one shape, durably. */
export class LineWriter<Schema extends z.ZodType> implements Disposable {
  readonly #file: number;
  readonly #schema: Schema;

  /**
   * Opens the file for appending, making it where it is missing. An unfinished last line is cut off first.
   *
   * @throws {Error} when the file cannot be opened
   */
  constructor(path: string, schema: Schema) {
    this.#schema = schema;
    this.#file = openSync(path, "a+");
    const text = readFileSync(path);
    const whole = text.lastIndexOf(0x0a) + 1;
    if (whole < text.length) ftruncateSync(this.#file, whole);
  }

  /** Returns once the line is on disk. */
  append(entry: z.input<Schema>): void {
    writeSync(this.#file, `${JSON.stringify(this.#schema.parse(entry))}\n`);
    fsyncSync(this.#file);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/**
 * The lines in order, each read when it is asked for. An unfinished last line is left out.
 *
 * @param what one of them, for errors: `a record`
 * @param steps how lines of older versions become present ones
 * @throws {SyntaxError} on reaching a finished line of another shape, or of a later version, naming file and line
 */
export function* readLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  what: string,
  steps?: Steps,
): Generator<z.output<Schema>> {
  let number = 0;
  for (const line of finishedLines(path)) yield parseLine(line, schema, what, steps, `${path}:${++number}`);
}

const CHUNK_BYTES = 2 ** 20;
const NEWLINE = 0x0a;

/** One after the other, so that the file is never in memory as a whole; without what follows the last newline. */
function* finishedLines(path: string): Generator<string> {
  const file = openSync(path, "r");
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

function parseLine<Schema extends z.ZodType>(
  line: string,
  schema: Schema,
  what: string,
  steps: Steps | undefined,
  where: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${where}: wanted one JSON record, found ${quote(line)}`, { cause: error });
  }
  try {
    value = migrate(value, steps);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${where}: ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new SyntaxError(`Cannot read ${where}: wanted ${what}, found\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

const quote = (line: string): string => JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
