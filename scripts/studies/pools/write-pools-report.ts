/** Computes the report of a comparison of pools from its journal, and writes it beside it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PoolRecord } from "@triathlon/core/results/pools";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { POOLS } from "../../files/journals.ts";
import { checkReport } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { type WriteStudyReport, writeBoth } from "../../study/command.ts";
import { UsageError } from "../../usage-error.ts";
import { analysePools } from "./analyse-pools.ts";
import { overview, poolsMarkdown, provenance } from "./pools-markdown.ts";
import { poolsReport } from "./pools-report.ts";

/** The same records give the same bytes. @throws {UsageError} when the folder holds no comparison of pools */
export const writePoolsReport: WriteStudyReport = (folder, others = []) => {
  const report = checkReport(folder, poolsReport, analysePools(readRecords(folder), readEnvironment(folder)));
  const files = writeBoth([...others, folder], "pools", report, poolsMarkdown(report));
  return { terminal: `${provenance(report)}\n\n${overview(report)}\n`, files };
};

function readRecords(folder: string): PoolRecord[] {
  if (!existsSync(join(folder, POOLS.file))) {
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
