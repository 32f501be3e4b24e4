/** Computes the report of a run of experiments from its journal, and writes it beside it. */
import { join } from "node:path";
import { type ExperimentPlan, experimentPlan, type ExperimentRecord } from "@triathlon/core/results/experiment";
import { experimentReport } from "@triathlon/core/results/experiment-report";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { EXPERIMENTS } from "./experiments-study.ts";
import { checkReport, readDocument } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../study/command.ts";
import { analyseExperiments, type ExperimentRun } from "./analysis/analyse-experiments.ts";
import { cautions, experimentsMarkdown, experimentsSummary } from "./experiments-markdown.ts";

export const EXPERIMENTS_REPORT: StudyReport = {
  write: writeExperimentsReport,
  published: {
    name: "experiments",
    report: ["experiments.json", "experiments.md"],
    documents: ["plan.json", "environment.json"],
    journals: [EXPERIMENTS.file],
  },
};

/** The same records give the same bytes. @throws {UsageError} when the folder holds no run of experiments */
export function writeExperimentsReport(folder: string): WrittenStudyReport {
  const report = checkReport(folder, experimentReport, analyseExperiments(readExperiments(folder)));
  const files = writeBoth(folder, "experiments", report, experimentsMarkdown(report));
  return { terminal: experimentsSummary(report), files, unfit: cautions(report) };
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
