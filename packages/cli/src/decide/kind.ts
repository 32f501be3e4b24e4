/** What a function does with its time. */
import type { Probe } from "./probe.ts";

export type Kind = "computes" | "waits" | "blocks" | "has threads of its own" | "waits and computes";

/** Less than what a promise costs, in milliseconds. */
export const SHORT_MS = 0.1;

/** What a function does with its time, by its CPU, its wall time, and whether anything else could run meanwhile. */
export function kindOf({ wall, cpuTotal, wallTotal, blockedTotal }: Probe): Kind {
  if (wall < SHORT_MS) return "computes";
  // While short calls are watched, the compiler and the collector of garbage use threads too.
  // One call beside whose work the loop is free has a thread of its own too, as those of node:crypto and node:fs have.
  const elsewhere = cpuTotal - blockedTotal;
  if ((cpuTotal > 1.3 * wallTotal || elsewhere > 0.5 * wallTotal) && wall > 1) return "has threads of its own";
  if (cpuTotal > 0.8 * wallTotal) return "computes";
  if (blockedTotal > 0.6 * wallTotal) return cpuTotal < 0.5 * wallTotal ? "blocks" : "computes";
  return cpuTotal < 0.5 * wallTotal ? "waits" : "waits and computes";
}

/** Whether it may wait for something that is not of this machine: a little is enough. What remembers its answers has waited before it was watched. */
export const mayWait = (probe: Probe): boolean =>
  ["waits", "blocks", "waits and computes"].includes(kindOf(probe)) || (probe.remembers && probe.promises);
