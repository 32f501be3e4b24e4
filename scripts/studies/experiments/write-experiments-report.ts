/** Computes the report of a run of experiments from its journal, and writes it beside it. */
import { join } from "node:path";
import { type ExperimentPlan, experimentPlan, type ExperimentRecord } from "@triathlon/core/results/experiment";
import { experimentReport } from "@triathlon/core/results/experiment-report";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { EXPERIMENTS } from "../../files/journals.ts";
import { writeFile, writeJson } from "../../files/write-files.ts";
import { checkReport, readDocument } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { analyseExperiments, type ExperimentRun } from "./analysis/analyse-experiments.ts";
import { experimentsMarkdown, experimentsSummary } from "./experiments-markdown.ts";

/** Where experiments that are shown in the documents are kept, from the repository. */
export const PUBLISHED = "docs/results";

export interface WrittenExperimentsReport {
  /** For a terminal. */
  terminal: string;
  /** Paths; the last is what a person reads of this run. */
  files: string[];
}

/**
 * Writes `experiments.json` and `experiments.md` into the run's folder, and into each of `others`. The same records give the same bytes.
 *
 * @throws {UsageError} when the folder holds no run of experiments
 */
export function writeExperimentsReport(folder: string, others: readonly string[] = []): WrittenExperimentsReport {
  const report = checkReport(folder, experimentReport, analyseExperiments(readExperiments(folder)));
  const files = [...others, folder].flatMap((place) => {
    const [json, markdown] = [join(place, "experiments.json"), join(place, "experiments.md")];
    writeJson(json, report);
    writeFile(markdown, experimentsMarkdown(report));
    return [json, markdown];
  });
  return { terminal: experimentsSummary(report), files };
}

/** Plan, environment and records of a run. @throws {UsageError} naming the file that is missing or is not what it should be */
export function readExperiments(folder: string): ExperimentRun {
  const hint = "is this the folder of a run of `pnpm experiments`?";
  const plan = readDocument(join(folder, "plan.json"), experimentPlan, { wanted: "a plan of experiments", hint });
  return {
    plan,
    environment: readEnvironment(folder),
    records: [...readJournal(folder, EXPERIMENTS, refuserOf(plan))],
  };
}

function refuserOf({ runId, experiments }: ExperimentPlan): (record: ExperimentRecord) => string | null {
  const blocks = new Map(experiments.map((one) => [one.name, one.blocks]));
  const isRepeated = onlyOnce<ExperimentRecord>((record) =>
    [record.experiment, record.runtime, record.place, JSON.stringify(record.setting), `block ${record.block}`].join(
      " ",
    ),
  );
  return (record) => {
    if (record.runId !== runId) return `wanted a record of run "${runId}", found one of run "${record.runId}"`;
    const most = blocks.get(record.experiment);
    if (most === undefined) return `wanted an experiment of the plan, found "${record.experiment}"`;
    return record.block < most ? isRepeated(record) : `wanted a block below ${most}, found ${record.block}`;
  };
}
