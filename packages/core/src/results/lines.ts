/**
 * A file of JSON lines, each on disk before the next is begun. A line cut off by a crash is none: it is dropped before the
 * file is continued.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
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
 * The lines in order. An unfinished last line is left out.
 *
 * @param what one of them, for errors: `a record`
 * @param steps how lines of older versions become present ones
 * @throws {SyntaxError} naming file and line where a finished line has another shape, or is of a later version
 */
export function readLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  what: string,
  steps?: Steps,
): z.output<Schema>[] {
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop(); // what follows the last newline: nothing, or a line cut off by a crash
  return lines.map((line, index) => parseLine(line, schema, what, steps, `${path}:${index + 1}`));
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
