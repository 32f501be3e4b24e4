/** Computes the report of a comparison of ways to have jobs done elsewhere from its journal, and writes it beside it. */
import type { JobsRecord } from "@triathlon/core/results/jobs";
import { findJournal, onlyOnce, readJournal } from "../../files/journal.ts";
import { checkReport } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../study/command.ts";
import { UsageError } from "../../usage-error.ts";
import { analyseJobs, nameOfJobs } from "./analyse-jobs.ts";
import { cautions, jobsMarkdown, jobsText } from "./jobs-markdown.ts";
import { jobsReport } from "./jobs-report.ts";
import { JOBS } from "./jobs-study.ts";

export const JOBS_REPORT: StudyReport = {
  write: writeJobsReport,
  published: {
    name: "jobs",
    report: ["jobs.json", "jobs.md"],
    documents: ["environment.json"],
    journals: [JOBS.file],
  },
};

/** The same records give the same bytes. @throws {UsageError} when the folder holds no comparison of jobs */
export function writeJobsReport(folder: string): WrittenStudyReport {
  const report = checkReport(folder, jobsReport, analyseJobs(readRecords(folder), readEnvironment(folder)));
  const files = writeBoth(folder, "jobs", report, jobsMarkdown(report));
  return { terminal: `${jobsText(report)}\n`, files, unfit: cautions(report) };
}

function readRecords(folder: string): JobsRecord[] {
  if (findJournal(folder, JOBS) === undefined) {
    throw new UsageError(
      `Cannot report "${folder}": wanted a comparison of jobs, found no "${JOBS.file}" in it: make one with \`pnpm bench:jobs\``,
    );
  }
  const isRepeated = onlyOnce<JobsRecord>((record) => `${nameOfJobs(record)}, block ${record.block}`);
  let runId: string | undefined;
  const refuse = (record: JobsRecord): string | null => {
    runId ??= record.runId;
    if (record.runId === runId) return isRepeated(record);
    return `wanted a record of run "${runId}", found one of run "${record.runId}"`;
  };
  const records = [...readJournal(folder, JOBS, refuse)];
  if (records.length > 0) return records;
  throw new UsageError(`Cannot report "${folder}": wanted records in "${JOBS.file}", found none`);
}
