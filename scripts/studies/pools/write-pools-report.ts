/** Computes the report of a comparison of pools from its journal, and writes it beside it. */
import type { PoolRecord } from "@triathlon/core/results/pools";
import { findJournal, onlyOnce, readJournal } from "../../files/journal.ts";
import { POOLS } from "./pools-study.ts";
import { checkReport } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { SMOKE } from "../../report/text.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../study/command.ts";
import { UsageError } from "../../usage-error.ts";
import { analysePools } from "./analyse-pools.ts";
import { CASES } from "./cases.ts";
import { cautions, overview, poolsMarkdown, provenance } from "./pools-markdown.ts";
import { poolsReport } from "./pools-report.ts";

export const POOLS_REPORT: StudyReport = {
  write: writePoolsReport,
  published: {
    name: "pools",
    report: ["pools.json", "pools.md"],
    documents: ["environment.json"],
    journals: [POOLS.file],
  },
};

/** The same records give the same bytes. @throws {UsageError} when the folder holds no comparison of pools */
export function writePoolsReport(folder: string): WrittenStudyReport {
  const records = readRecords(folder);
  const report = checkReport(folder, poolsReport, analysePools(records, readEnvironment(folder)));
  const files = writeBoth(folder, "pools", report, poolsMarkdown(report));
  const unfit = [...(records.some(isSmoke) ? [SMOKE] : []), ...cautions(report)];
  return { terminal: `${provenance(report)}\n\n${overview(report)}\n`, files, unfit };
}

/** Whether less was done than a case has it. */
const isSmoke = ({ case: name, repetitions, calls }: PoolRecord): boolean =>
  repetitions < CASES[name].amount.repetitions || calls < CASES[name].amount.calls;

function readRecords(folder: string): PoolRecord[] {
  if (findJournal(folder, POOLS) === undefined) {
    throw new UsageError(
      `Cannot report "${folder}": wanted a comparison of pools, found no "${POOLS.file}" in it: make one with \`pnpm bench:pools\``,
    );
  }
  const isRepeated = onlyOnce(nameOf);
  let runId: string | undefined;
  const refuse = (record: PoolRecord): string | null => {
    runId ??= record.runId;
    if (record.runId === runId) return isRepeated(record);
    return `wanted a record of run "${runId}", found one of run "${record.runId}"`;
  };
  const records = [...readJournal(folder, POOLS, refuse)];
  if (records.length > 0) return records;
  throw new UsageError(`Cannot report "${folder}": wanted records in "${POOLS.file}", found none`);
}

const nameOf = ({ runtime, model, contender, case: poolCase, workers, block }: PoolRecord): string =>
  [runtime, model, contender, poolCase, `${workers} workers`, `block ${block}`].join(" ");
