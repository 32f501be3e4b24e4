/** Columns that several formats share. */
import type { Estimate } from "../analysis/estimate.ts";
import { bytesScale, medianText, plainScale, rangeText, type Scale, secondsScale } from "../analysis/numbers.ts";
import type { Row } from "../analysis/report.ts";

/** Of figures that are shown without their intervals. */
export interface Column {
  name: string;
  of: (row: Row) => Estimate;
  scale: (typical: number) => Scale;
}

/** Its 99th percentile stays in the data: of the few ticks of most passes it is the longest as well. */
export const LOOP_DELAY = "longest loop delay";

/** Start to exit. */
const COLD = "cold: whole process";

/** Pages that no other process has. */
export const OWN_MEMORY = "own memory";

/** Behind one pass and the speed-up. */
export const COLUMNS: readonly Column[] = [
  { name: "first pass", of: (row) => row.firstSeconds, scale: secondsScale },
  { name: COLD, of: (row) => row.coldSeconds, scale: secondsScale },
  { name: "CPU", of: (row) => row.cpuSeconds, scale: secondsScale },
  { name: "cores used", of: (row) => row.coresUsed, scale: plainScale },
  { name: "peak memory", of: (row) => row.peakMemoryBytes, scale: bytesScale },
  { name: OWN_MEMORY, of: (row) => row.privateMemoryBytes, scale: bytesScale },
  { name: LOOP_DELAY, of: (row) => row.loopDelayMaxSeconds, scale: secondsScale },
];

/** A dash where nothing was measured. */
export const cellText = ({ of, scale }: Column, row: Row): string => medianText(of(row), scale) ?? "–";

/** The name, and from how many executions its figures are where these are not the n of the row: `peak memory (n = 2)`. */
export function withCount({ name, of }: Pick<Column, "name" | "of">, rows: readonly Row[]): string {
  const measured = rows.filter((row) => of(row).n > 0);
  if (measured.every((row) => of(row).n === row.steadySeconds.n)) return name;
  const counts = measured.map((row) => of(row).n);
  return `${name} (n = ${rangeText(counts, String)})`;
}
