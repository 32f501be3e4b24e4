/** Computes the report of a run of experiments from its journal, and writes it beside it. */
import { experimentReport } from "@triathlon/core/results/experiment-report";
import { EXPERIMENTS } from "./experiments-study.ts";
import { checkReport } from "../../read-document.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../study/command.ts";
import { analyseExperiments } from "./analysis/analyse-experiments.ts";
import { cautions, experimentsMarkdown, experimentsSummary } from "./experiments-markdown.ts";
import { partialText, readExperiments } from "./read-experiments.ts";

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
  const run = readExperiments(folder);
  const report = checkReport(folder, experimentReport, analyseExperiments(run));
  const unfit = [...partialText(run), ...cautions(report)];
  const files = writeBoth(folder, "experiments", report, experimentsMarkdown(report, unfit));
  return { terminal: experimentsSummary(report, unfit), files, unfit };
}
