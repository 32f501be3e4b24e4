/** Computes what became of following `decide` from a run's journal, and writes it as a page, one for each runtime. */
import { join } from "node:path";
import type { DecisionRecord } from "@triathlon/core/results/decisions";
import type { Environment } from "@triathlon/core/results/environment";
import { disturbanceOf } from "../../analysis/run-noise.ts";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { writeFile } from "../../files/write-files.ts";
import { readDocument } from "../../read-document.ts";
import { plain } from "../../report/markdown.ts";
import { noisyText } from "../../report/noise-text.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { provenanceText } from "../../report/provenance.ts";
import { busyText, counted } from "../../report/text.ts";
import type { StudyReport, WrittenStudyReport } from "../../study/command.ts";
import { decideMarkdown } from "./decide-markdown.ts";
import { type DecidePlan, decidePlan, DECISIONS } from "./decide-study.ts";

export const PLAN = "plan.json";

/** @throws {UsageError} when the folder holds no run of `bench:decide` */
export const readDecidePlan = (folder: string): DecidePlan =>
  readDocument(join(folder, PLAN), decidePlan, { wanted: "a plan of bench:decide", hint: "name the folder of a run" });

const pageOf = (runtime: string): string => `decide-${runtime}.md`;

export const decideReport = (runtime: DecidePlan["runtime"]): StudyReport => ({
  write: writeDecideReport,
  published: {
    name: `decide-${runtime}`,
    report: [pageOf(runtime)],
    documents: [PLAN, "environment.json"],
    journals: [DECISIONS.file],
  },
});

/** The same records give the same bytes. @throws {UsageError} when the folder holds no run of `bench:decide` */
export function writeDecideReport(folder: string): WrittenStudyReport {
  const plan = readDecidePlan(folder);
  const environment = readEnvironment(folder);
  const records = readRecords(folder, plan);
  const unfit = [...partialText(plan, records), ...busyText({ environment }), ...noisyText(disturbanceOf(records))];
  const completed = records.filter(({ outcome }) => outcome === "completed");
  const facts = [provenance(plan, environment), ...unfit.map((line) => `> ${line}`), ...failedText(records)];
  const terminal = decideMarkdown(completed, facts.join("\n\n"));
  const page = join(folder, pageOf(plan.runtime));
  writeFile(page, terminal);
  return { terminal, files: [page], unfit };
}

function readRecords(folder: string, { runId }: DecidePlan): DecisionRecord[] {
  const isRepeated = onlyOnce(({ index }: DecisionRecord) => `workload ${index + 1}`);
  return [
    ...readJournal(folder, DECISIONS, (record) =>
      record.runId === runId
        ? isRepeated(record)
        : `wanted a record of run "${runId}", found one of run "${record.runId}"`,
    ),
  ];
}

function provenance({ runId, runtime, workloads, seed, seconds }: DecidePlan, environment: Environment): string {
  const advice = `${counted(seconds, "second")} for each advice`;
  const run = [`run ${runId}`, `${counted(workloads, "workload")} of seed ${seed}`, advice];
  return provenanceText({ environment, runtimes: [runtime], run });
}

function partialText({ workloads }: DecidePlan, { length }: readonly DecisionRecord[]): string[] {
  return length < workloads ? [`Partial run: ${length} of ${counted(workloads, "workload")} are in the journal.`] : [];
}

function failedText(records: readonly DecisionRecord[]): string[] {
  const failed = records.filter(({ outcome }) => outcome !== "completed");
  if (failed.length === 0) return [];
  const why = failed.map(({ name, reason }) => `${plain(name)} (${plain(reason ?? "no reason given")})`);
  return [`Left out: ${counted(failed.length, "workload")} that could not be measured: ${why.join("; ")}.`];
}
