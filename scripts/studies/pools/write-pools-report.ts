/** Computes the report of a comparison of pools from its journal, and writes it beside it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PoolRecord } from "@triathlon/core/results/pools";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { POOLS } from "../../files/journals.ts";
import { writeFile, writeJson } from "../../files/write-files.ts";
import { checkReport } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { UsageError } from "../../usage-error.ts";
import { analysePools } from "./analyse-pools.ts";
import { overview, poolsMarkdown, provenance } from "./pools-markdown.ts";
import { poolsReport } from "./pools-report.ts";

/** Where a comparison that is shown in the documents is kept, from the repository. */
export const PUBLISHED = "docs/results";

export interface WrittenPoolsReport {
  /** For a terminal. */
  terminal: string;
  /** Paths; the last is what a person reads of this run. */
  files: string[];
}

/**
 * Writes `pools.json` and `pools.md` into the run's folder, and into each of `others`. The same records give the same bytes.
 *
 * @throws {UsageError} when the folder holds no comparison of pools
 */
export function writePoolsReport(folder: string, others: readonly string[] = []): WrittenPoolsReport {
  const report = checkReport(folder, poolsReport, analysePools(readRecords(folder), readEnvironment(folder)));
  const files = [...others, folder].flatMap((place) => {
    const [json, markdown] = [join(place, "pools.json"), join(place, "pools.md")];
    writeJson(json, report);
    writeFile(markdown, poolsMarkdown(report));
    return [json, markdown];
  });
  return { terminal: `${provenance(report)}\n\n${overview(report)}\n`, files };
}

function readRecords(folder: string): PoolRecord[] {
  if (!existsSync(join(folder, POOLS.file))) {
    throw new UsageError(
      `Cannot report "${folder}": wanted a comparison of pools, found no "${POOLS.file}" in it: make one with \`pnpm bench:pools\``,
    );
  }
  const records = [...readJournal(folder, POOLS, onlyOnce(nameOf))];
  if (records.length > 0) return records;
  throw new UsageError(`Cannot report "${folder}": wanted records in "${POOLS.file}", found none`);
}

const nameOf = ({ runtime, model, contender, case: poolCase, workers, round }: PoolRecord): string =>
  [runtime, model, contender, poolCase, `${workers} workers`, `round ${round}`].join(" ");
