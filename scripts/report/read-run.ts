/** Reads what a run left in its folder. */
import { join } from "node:path";
import { environment, type Environment } from "@triathlon/core/results/environment";
import { type ExperimentReport, experimentReport } from "@triathlon/core/results/experiment-report";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import { PLAN_STEPS } from "@triathlon/core/results/migrate";
import { plan, type Plan } from "@triathlon/core/results/plan";
import type { Cell } from "@triathlon/core/results/record";
import { refuserOf } from "./refuse-record.ts";
import { type Run, runOf } from "../analysis/run.ts";
import { onlyOnce, readJournal } from "../files/journal.ts";
import { EXECUTIONS, LANES } from "../files/journals.ts";
import { readDocument } from "../read-document.ts";

/**
 * Plan, environment and executions. A journal that was never begun is one without records.
 *
 * @throws {UsageError} naming the file that is missing, is not what it should be, or was written by a later version; and the line of a
 *   record that cannot be of this run
 */
export function readRun(folder: string): Run {
  const planned = readPlan(folder);
  return runOf({
    plan: planned,
    environment: readEnvironment(folder),
    records: readJournal(folder, EXECUTIONS, refuserOf(planned)),
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

/** The lanes of a run so far. @throws {UsageError} naming the line of one that is another run's, or there twice */
export function lanesOf(folder: string, runId: string): LanesRecord[] {
  const isRepeated = onlyOnce(lanesKey);
  return [
    ...readJournal(folder, LANES, (record) =>
      record.runId === runId
        ? isRepeated(record)
        : `wanted lanes of run "${runId}", found some of run "${record.runId}"`,
    ),
  ];
}

/** What names the lanes of a cell. */
export const lanesKey = ({ runtime, model, workload, workers, concurrency }: Omit<Cell, "size">): string =>
  [runtime, model, workload, workers, concurrency].join("/");

/** What the experiments in a folder say. @throws {UsageError} as `readRun` */
export function readExperiments(folder: string): ExperimentReport {
  return readDocument(join(folder, "experiments.json"), experimentReport, {
    wanted: "a report of experiments",
    hint: "is this the folder of a run of experiments?",
  });
}
