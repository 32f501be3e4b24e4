/** How much memory a process takes, in a way that can be added up. */
import { readFileSync } from "node:fs";

/**
 * Mebibytes of memory of a process: memory that several processes share is divided among them, and so counted once.
 * Linux alone tells; NaN elsewhere.
 */
export function proportionalSetSize(pid: number): number {
  if (process.platform !== "linux") return NaN;
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  return Number(kibibytes) / 1024;
}
