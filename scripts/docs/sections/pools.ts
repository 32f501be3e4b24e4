/** The comparison of pools kept in the repository. */
import { join } from "node:path";
import { POOLS_REPORT_STEPS } from "@triathlon/core/results/migrate";
import { overview, provenance } from "../../studies/pools/pools-markdown.ts";
import { type PoolsReport, poolsReport } from "../../studies/pools/pools-report.ts";
import { readDocument } from "../../read-document.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = "docs/results/pools.json";

/** @throws {UsageError} when there is no comparison in the repository, or it has another shape than they have now */
export function readPublished(root: string): PoolsReport {
  return readDocument(join(root, SOURCE), poolsReport, {
    wanted: "a comparison of pools",
    hint: "run `pnpm bench:pools --publish`",
    steps: POOLS_REPORT_STEPS,
  });
}

/** @throws {UsageError} as `readPublished` */
export function generate({ root }: DocumentPlace): string {
  const report = readPublished(root);
  return `${provenance(report)}\n\n${overview(report)}`;
}
