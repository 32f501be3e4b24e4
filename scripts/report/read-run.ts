/** Reads what a run left in its folder. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environment, type Environment } from "@triathlon/core/results/environment";
import { type ExperimentReport, experimentReport } from "@triathlon/core/results/experiment-report";
import { readJournal } from "@triathlon/core/results/journal";
import { PLAN_STEPS } from "@triathlon/core/results/migrate";
import { plan, type Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { type Run, runOf } from "../analysis/run.ts";
import { readDocument } from "../read-document.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Plan, environment and executions. A journal that was never begun is one without records.
 *
 * @throws {UsageError} naming the file that is missing, is not what it should be, or was written by a later version
 */
export function readRun(folder: string): Run {
  const journal = join(folder, "journal.ndjson");
  return runOf({
    plan: readPlan(folder),
    environment: readEnvironment(folder),
    records: existsSync(journal) ? readRecords(journal) : [],
  });
}

const HINT = "is this the folder of a run?";

/** @throws {UsageError} as `readRun` */
export function readPlan(folder: string): Plan {
  return readDocument(join(folder, "plan.json"), plan, { wanted: "a plan", hint: HINT, steps: PLAN_STEPS });
}

/** @throws {UsageError} as `readRun` */
export function readEnvironment(folder: string): Environment {
  return readDocument(join(folder, "environment.json"), environment, { wanted: "an environment", hint: HINT });
}

/** What the experiments in a folder say. @throws {UsageError} as `readRun` */
export function readExperiments(folder: string): ExperimentReport {
  return readDocument(join(folder, "experiments.json"), experimentReport, {
    wanted: "a report of experiments",
    hint: "is this the folder of a run of experiments?",
  });
}

function* readRecords(journal: string): Generator<ExecutionRecord> {
  try {
    yield* readJournal(journal);
  } catch (error) {
    throw error instanceof SyntaxError ? new UsageError(error.message, { cause: error }) : error;
  }
}
