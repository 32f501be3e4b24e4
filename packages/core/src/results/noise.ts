/**
 * What else the machine did while an execution ran: read from outside, before and after it, so that nothing is read while it
 * is measured. What a platform does not tell is null.
 */
import { z } from "zod";

const share = z.number().nonnegative().nullable();
const count = z.number().nonnegative().nullable();

export const noise = z.object({
  /** Between the two readings. */
  seconds: z.number().nonnegative(),
  /** CPU time that the hypervisor says it gave to others, as a share of all CPU time. */
  stealShare: share,
  /** CPU that other programs used, in seconds: what was busy, without the execution, its helpers and the runner. */
  foreignCpuSeconds: count,
  /** Share of the time in which some program waited for a CPU. Workers that outnumber the cores raise it themselves. */
  cpuPressureShare: share,
  /** Share of the time in which some program waited for a disk. */
  ioPressureShare: share,
  /** Share of the time in which some program waited for memory. */
  memoryPressureShare: share,
  /** For how long this control group was held back by its quota. */
  throttledSeconds: count,
  /** Pages read back from swap, of the whole machine. */
  swappedInPages: count,
  /** Page faults of the execution that had to wait for a disk. */
  majorFaults: count,
  /** Of the whole machine. */
  contextSwitches: count,
  /**
   * How many cores' worth of work two spinning threads got right before, and right after: what a shared machine takes away
   * without a counter telling. Null where it was not probed.
   */
  capacityBefore: count,
  capacityAfter: count,
  /** The most that they had got so far since the run began, or was resumed. */
  capacityAtBest: count,
});

/** Why an execution is run again: not one of them looks at its time. */
export const contamination = z.enum([
  "steal",
  "foreign CPU",
  "I/O pressure",
  "memory pressure",
  "throttling",
  "swapping",
  "capacity",
]);

/** From where on an execution counts as contaminated. Shares are of its time; that of foreign CPU is of all cores' time. */
export const noiseLimits = z.object({
  stealShare: z.number().positive(),
  foreignCpuShare: z.number().positive(),
  ioPressureShare: z.number().positive(),
  memoryPressureShare: z.number().positive(),
  /** Of `capacityAtBest`: less is contaminated. */
  capacityShare: z.number().positive(),
});

/** How much of a run was disturbed from outside. */
export const disturbance = z.object({
  /** Executions whose surroundings were looked at, each counted once. */
  looked: z.int().nonnegative(),
  /** Of these, still disturbed after their last attempt. */
  leftDisturbed: z.int().nonnegative(),
  /** Too many are: the run is not to be relied on. */
  tooNoisy: z.boolean(),
});

export type Disturbance = z.infer<typeof disturbance>;
export type Noise = z.infer<typeof noise>;
export type Contamination = z.infer<typeof contamination>;
export type NoiseLimits = z.infer<typeof noiseLimits>;

/** The limits of every run so far. */
export const NOISE_LIMITS: NoiseLimits = {
  stealShare: 0.01,
  foreignCpuShare: 0.05,
  ioPressureShare: 0.01,
  memoryPressureShare: 0.01,
  capacityShare: 0.85,
};
