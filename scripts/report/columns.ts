/** Names of columns that several formats share. */
import type { Estimate } from "../analysis/estimate.ts";
import type { Row } from "../analysis/report.ts";

/** Its 99th percentile stays in the data: of the few ticks of most passes it is the longest as well. */
export const LOOP_DELAY = "longest loop delay";

/** Start to exit. */
export const COLD = "cold: whole process";

/** Pages that no other process has. */
export const OWN_MEMORY = "own memory";

/** The name, and from how many executions its figures are where these are not the n of the row: `peak memory (n = 2)`. */
export function withCount(name: string, rows: readonly Row[], of: (row: Row) => Estimate): string {
  const measured = rows.filter((row) => of(row).n > 0);
  const counts = [...new Set(measured.map((row) => of(row).n))].sort((a, b) => a - b);
  if (measured.every((row) => of(row).n === row.steadySeconds.n)) return name;
  return `${name} (n = ${counts.length > 1 ? `${counts[0]} to ${counts.at(-1)}` : counts[0]})`;
}
