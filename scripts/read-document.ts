/** Reads one JSON file of a known shape: a plan, an environment, a report that is kept. */
import { readFileSync, statSync } from "node:fs";
import { migrate, type Steps } from "@triathlon/core/results/migrate";
import { z } from "zod";
import { UsageError } from "./usage-error.ts";

/**
 * The file's content, in the present version whatever version wrote it.
 *
 * @param wanted what it should be, for errors: `a plan`
 * @param hint what to do when there is no such file
 * @param steps how older versions become the present one
 * @throws {UsageError} when the file is missing, is not what it should be, or was written by a later version
 */
export function readDocument<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { wanted, hint, steps }: { wanted: string; hint: string; steps?: Steps },
): z.output<Schema> {
  let value: unknown = parseJson(path, wanted, hint);
  try {
    value = migrate(value, steps);
  } catch (error) {
    throw new UsageError(`Cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new UsageError(`Cannot read "${path}": wanted ${wanted}, found\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/**
 * What was computed of a run's records, where it is what it should be: figures that no run has, such as a time of 10³⁰⁸ seconds, make none.
 *
 * @throws {UsageError} naming what of it cannot be
 */
export function checkReport<Schema extends z.ZodType>(
  folder: string,
  schema: Schema,
  computed: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(computed);
  if (parsed.success) return parsed.data;
  throw new UsageError(`Cannot report "${folder}": its figures cannot be:\n${z.prettifyError(parsed.error)}`);
}

function parseJson(path: string, wanted: string, hint: string): unknown {
  let text: string;
  try {
    if (!statSync(path).isFile()) throw new Error("it is no file"); // whoever opens a pipe waits for its other end
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`Cannot read "${path}": wanted ${wanted}, found no readable file: ${hint}`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `Cannot read "${path}": wanted ${wanted} as JSON, found ${JSON.stringify(text.slice(0, 80))}`,
      { cause: error },
    );
  }
}
