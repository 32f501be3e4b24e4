/** Memory of this process and of others, as the system counts it. */
import { existsSync, readFileSync } from "node:fs";

/** Σ PSS: a page shared by n processes counts 1/n in each. Null where the system does not tell. */
export function proportionalBytes(others: readonly number[] = []): number | null {
  if (!existsSync("/proc/self/smaps_rollup")) return null;
  let sum = 0;
  for (const process of ["self", ...others]) sum += bytesIn(`/proc/${process}/smaps_rollup`, "Pss");
  return sum;
}

/** What programs may still take. Null where the system does not tell. */
export const availableBytes = (): number | null =>
  existsSync("/proc/meminfo") ? bytesIn("/proc/meminfo", "MemAvailable") : null;

/** @throws {Error} when there is no such file, or no such line in it */
function bytesIn(path: string, field: string): number {
  const value = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(readFileSync(path, "utf8"))?.[1];
  if (value === undefined) throw new Error(`Cannot read memory: wanted "${field}" in ${path}, found none`);
  return Number(value) * 1024;
}
