/**
 * The comparison of pools: what a measured process is told, what it answers, and what the journal keeps of it.
 *
 * Base units only, as in `record.ts`: seconds, bytes.
 */
import { z } from "zod";
import { envelope } from "./record.ts";

/** What a pool is made to do. */
export const poolCase = z.enum([
  "one-at-a-time",
  "at-once",
  "at-once-objects",
  "short-tasks",
  "clone-1-mib",
  "transfer-1-mib",
  "transfer-16-mib",
  "result-16-mib",
  "map",
  "mix",
  "start",
  "first-result",
  "idle-memory",
]);

/** Whether a contender is ours, somebody else's, or no pool at all: the bare messages a pool is made of. */
export const role = z.enum(["own", "peer", "floor"]);

export const poolModel = z.enum(["threading", "multiprocessing"]);

/** The floors: workers without a pool. See `core/measure/pools/raw.ts`. */
export const FLOORS = ["raw-ping-pong", "raw-one-in-flight", "raw-batched"] as const;

/** How much of a case is done. */
export const amount = z.object({
  /** Timed repetitions, one sample each. */
  repetitions: z.int().positive(),
  /** Calls in each. */
  calls: z.int().positive(),
  /** Calls before the first, not timed. */
  warmups: z.int().nonnegative(),
});

/** Run one case with one contender. */
export const poolMeasureOrder = z.object({
  do: z.literal("measure-pool"),
  contender: z.string().min(1),
  model: poolModel,
  /** The contender's module, from the folder of the program; null for a floor. */
  adapter: z.string().nullable(),
  /** What the adapter is given besides the number of workers. */
  options: z.record(z.string(), z.unknown()),
  case: poolCase,
  workers: z.int().positive(),
  ...amount.shape,
  /** Of the task that takes about 100 µs. */
  kernelSize: z.int().positive(),
  /** Where the answer is to be written, by writing beside it and renaming. */
  answer: z.string(),
  /** A file to make when the pool is idle and its memory may be looked at, then to wait until it is gone; or null. */
  barrier: z.string().nullable(),
});

/** Find the size of the kernel that takes about 100 µs. */
export const calibrateOrder = z.object({ do: z.literal("calibrate"), answer: z.string() });

export const poolOrder = z.discriminatedUnion("do", [poolMeasureOrder, calibrateOrder]);

/** What was seen of one case in one process. */
export const poolFigures = z.object({
  /** One for each repetition; empty where only memory is looked at. */
  seconds: z.array(z.number().nonnegative()),
  /** Whatever else the case looks at, by name: see its file. */
  observations: z.record(z.string(), z.array(z.number())),
});

export const poolAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("completed"), runtimeVersion: z.string(), figures: poolFigures }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

export const calibrateAnswer = z.object({ outcome: z.literal("calibrated"), kernelSize: z.int().positive() });

/** One line of the journal: one case with one contender in one process, or why there was none. */
export const poolRecord = z.object({
  ...envelope.shape,
  seed: z.int().nonnegative(),
  model: poolModel,
  contender: z.string(),
  role,
  /** Of the contender's package; null for ours and for floors. */
  version: z.string().nullable(),
  case: poolCase,
  workers: z.int().positive(),
  ...amount.shape,
  kernelSize: z.int().positive().nullable(),
  figures: poolFigures.nullable(),
  /** Σ PSS of the tree, where the case looks at memory; null elsewhere, and where the system does not tell. */
  proportionalMemoryBytes: z.int().nonnegative().nullable(),
  memoryReason: z.string().nullable(),
});

export type PoolCase = z.infer<typeof poolCase>;
export type PoolModel = z.infer<typeof poolModel>;
export type Role = z.infer<typeof role>;
export type Amount = z.infer<typeof amount>;
export type PoolMeasureOrder = z.infer<typeof poolMeasureOrder>;
export type CalibrateOrder = z.infer<typeof calibrateOrder>;
export type PoolOrder = z.infer<typeof poolOrder>;
export type PoolFigures = z.infer<typeof poolFigures>;
export type PoolAnswer = z.infer<typeof poolAnswer>;
export type CalibrateAnswer = z.infer<typeof calibrateAnswer>;
export type PoolRecord = z.infer<typeof poolRecord>;
