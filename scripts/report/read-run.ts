/** Reads what a run left in its folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environment } from "@triathlon/core/results/environment";
import { readJournal } from "@triathlon/core/results/journal";
import { plan } from "@triathlon/core/results/plan";
import { type ExecutionRecord, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { z } from "zod";
import type { Run } from "../analysis/completeness.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Plan, environment and records. A journal that was never begun is one without records.
 *
 * @throws {UsageError} naming the file that is missing, is not what it should be, or was written by a later version
 */
export function readRun(folder: string): Run {
  const journal = join(folder, "journal.ndjson");
  return {
    plan: readDocument(join(folder, "plan.json"), plan, "a plan"),
    environment: readDocument(join(folder, "environment.json"), environment, "an environment"),
    records: existsSync(journal) ? readRecords(journal) : [],
  };
}

function readRecords(journal: string): ExecutionRecord[] {
  try {
    return readJournal(journal);
  } catch (error) {
    throw error instanceof SyntaxError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function readDocument<Schema extends z.ZodType>(path: string, schema: Schema, wanted: string): z.infer<Schema> {
  const value = parseJson(path, wanted);
  const version = z.object({ schemaVersion: z.number() }).safeParse(value).data?.schemaVersion;
  if (version !== undefined && version > SCHEMA_VERSION) {
    throw new UsageError(
      `Cannot read "${path}": wanted schema version ${SCHEMA_VERSION} or older, found ${version}: use a newer Triathlon`,
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new UsageError(`Cannot read "${path}": wanted ${wanted}, found\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

function parseJson(path: string, wanted: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `Cannot read "${path}": wanted ${wanted}, found no readable file: is this the folder of a run?`,
      {
        cause: error,
      },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `Cannot read "${path}": wanted ${wanted} as JSON, found ${JSON.stringify(text.slice(0, 80))}`,
      {
        cause: error,
      },
    );
  }
}
