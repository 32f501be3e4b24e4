/** A plan: what a run will do, decided before its first execution, except the number of blocks, which the discarded block's times decide. */
import { z } from "zod";
import { noiseLimits } from "./noise.ts";
import { cell, MOST_SECONDS, type Pass, profile, runtimeName, SCHEMA_VERSION, timer } from "./record.ts";

/** A cell as planned: with how much one execution does. */
export const plannedCell = z.object({
  ...cell.shape,
  iterations: z.int().positive(),
  warmups: z.int().nonnegative(),
  /** The workload's parameters at this size, for the reader. */
  parameters: z.unknown(),
  /** Expected wall time of one execution, in seconds. */
  expectedSeconds: z.number().positive().max(MOST_SECONDS),
});

/** More than any run has, few enough to be gone through. */
export const MOST_BLOCKS = 100_000;

export const mode = z.enum(["smoke", "quick", "default", "full"]);

export const plan = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string().min(1),
  mode,
  profile,
  timer,
  /** What sequential is. A pool of one, until version 3, has the cost of a pool in it. */
  control: z.enum(["plain loop", "pool of one"]),
  /** Of the order within blocks. */
  seed: z.int().nonnegative(),
  /** Whole blocks run before the ones that count, and thrown away: 1, or 0 in a smoke run. */
  discardedBlocks: z.int().nonnegative().max(MOST_BLOCKS),
  /** Timed blocks that count; null until the discarded block has shown how long a block takes. */
  timedBlocks: z.int().positive().max(MOST_BLOCKS).nullable(),
  /** Blocks of the memory pass, after the timed ones. */
  memoryBlocks: z.int().nonnegative().max(MOST_BLOCKS),
  /** Blocks of the lag pass, after those. */
  lagBlocks: z.int().nonnegative().max(MOST_BLOCKS),
  /** Timed passes are added to a process until they are flat, or took so long together, in seconds; 0 adds none. */
  settleSeconds: z.number().nonnegative(),
  /** Cells that every timed block runs once more, in turn. */
  ghostsPerBlock: z.int().nonnegative().max(MOST_BLOCKS),
  /** How often an execution that was disturbed is repeated at most, at the end of its block. */
  mostRepeats: z.int().nonnegative().max(MOST_BLOCKS),
  /** Whether two threads spin for a moment before and after each execution, to see what the machine gives. */
  probesCapacity: z.boolean(),
  noiseLimits,
  /** What the whole run may take, in seconds. */
  budgetSeconds: z.number().positive().max(MOST_SECONDS),
  /** What one execution may take before it is ended, in seconds. */
  timeLimitSeconds: z.number().positive().max(MOST_SECONDS),
  cells: z.array(plannedCell).min(1),
  /** The workloads as discovered: name → `file:` URL and what a report says of it. */
  workloads: z.record(
    z.string(),
    z.object({
      url: z.url(),
      title: z.string(),
      kind: z.string(),
      summary: z.string(),
      /** Why runtimes are not put beside each other on it. */
      unlike: z.string().optional(),
    }),
  ),
  /** Workloads for which there is no time, so that those that are there can have verdicts. */
  leftOut: z.array(z.string()).default([]),
  files: z.string().nullable(),
  /** Runtimes asked for that cannot be measured here, with the reason. */
  unavailable: z.array(z.object({ runtime: runtimeName, reason: z.string() })),
});

/** Blocks in all; null while nobody knows how many will count. */
export function totalBlocks({ discardedBlocks, timedBlocks, memoryBlocks, lagBlocks }: Plan): number | null {
  return timedBlocks === null ? null : discardedBlocks + timedBlocks + memoryBlocks + lagBlocks;
}

/** Executions in all, repeats left out; null while nobody knows. */
export function totalExecutions(of: Plan): number | null {
  const blocks = totalBlocks(of);
  return blocks === null ? null : blocks * of.cells.length + (of.timedBlocks ?? 0) * of.ghostsPerBlock;
}

export function passOfBlock({ discardedBlocks, timedBlocks, memoryBlocks }: Plan, block: number): Pass {
  if (timedBlocks === null || block < discardedBlocks + timedBlocks) return "time";
  return block < discardedBlocks + timedBlocks + memoryBlocks ? "memory" : "lag";
}

export type Plan = z.infer<typeof plan>;
export type PlannedCell = z.infer<typeof plannedCell>;
export type Mode = z.infer<typeof mode>;
