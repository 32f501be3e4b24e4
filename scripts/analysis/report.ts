/**
 * A report: what the records of one run say, as data. Base units; every format is written from this and nothing else.
 *
 * Lists stand in the order of the plan.
 */
import { cell, executionModel, outcome, pass, profile, runtimeName, timer } from "@triathlon/core/results/record";
import { environment } from "@triathlon/core/results/environment";
import { mode } from "@triathlon/core/results/plan";
import { z } from "zod";
import { estimate } from "./estimate.ts";
import { runNoise } from "./run-noise.ts";
import { steadiness } from "./steadiness.ts";
import { variant } from "./variant.ts";
import { evidence, verdict } from "./verdict.ts";

/** Raised with every change of shape. */
export const REPORT_VERSION = 4;

/** One cell of a workload and size. */
export const row = z.object({
  runtime: runtimeName,
  ...variant.shape,
  /** One pass after the first: for each execution the median of its iterations. */
  steadySeconds: estimate,
  /**
   * Sequential in the same runtime divided by this, block by block: 2 is twice as fast. Of sequential itself: exactly 1. The
   * middle of ratios is the Hodges–Lehmann estimate, their interval that of the signed-rank test.
   */
  speedUp: estimate,
  /** Beside sequential in the same runtime; null for sequential itself and where there is nothing to compare. */
  verdict: verdict.nullable(),
  /** What the verdict rests on: all cells of a workload and size against sequential are one family. */
  evidence: evidence.nullable(),
  /** The first pass of a process, its pools still to be started. */
  firstSeconds: estimate,
  /** Whether passes have settled, and whether they become slower. */
  steadiness,
  /** The whole process, from start to exit. */
  coldSeconds: estimate,
  /** User + system of the process tree, over its whole life. */
  cpuSeconds: estimate,
  /** CPU seconds divided by wall seconds of the whole process. */
  coresUsed: estimate,
  /** From the memory pass: sum of the peak resident sets of the process tree. */
  peakMemoryBytes: estimate,
  /** From the memory pass: sum of the proportional sets, shared pages counted once. */
  proportionalMemoryBytes: estimate,
  /** From the memory pass: sum of the pages that no other process has. What is shared is the proportional sum without these. */
  privateMemoryBytes: estimate,
  /** From the lag pass: for each execution how late a timer on the caller's loop was, 99 times of 100 no later than this. */
  loopDelayP99Seconds: estimate,
  /** From the lag pass: for each execution the most that the timer was late. */
  loopDelayMaxSeconds: estimate,
  /** What the workload saw beside its answer. Units are in the names. */
  observations: z.record(z.string(), estimate),
  /** Seconds of waiting in each second of a pass: how many waits were in flight on average. Null where nothing waits. */
  overlapFactor: estimate.nullable(),
  /** SHA-256 of the answer; null where there is none. */
  checksum: z.string().nullable(),
  /** Executions by outcome, of every pass, the discarded block left out. */
  outcomes: z.record(outcome, z.int().nonnegative()),
});

/** The runtimes beside each other in one variant of one workload and size. */
export const sideBySide = z.object({
  ...variant.shape,
  /** The smallest median; whether it is a winner, `tiers` says. */
  fastest: runtimeName,
  runtimes: z.array(
    z.object({
      runtime: runtimeName,
      steadySeconds: estimate,
      /** Its time divided by that of `fastest`, block by block: 2 takes twice as long. Of `fastest` itself: exactly 1. */
      timesFastest: estimate,
    }),
  ),
  /** Each pair once: `timeRatio` is the time of `runtime` divided by that of `against`, block by block. */
  pairs: z.array(z.object({ runtime: runtimeName, against: runtimeName, timeRatio: estimate, verdict, evidence })),
  /**
   * Runtimes that cannot be told apart stand in one tier, the fastest tier first: between two tiers every pair differs.
   * Null where there are too few executions to say.
   */
  tiers: z.array(z.array(runtimeName)).nullable(),
});

/** Two models in one runtime. */
export const modelPair = z.object({
  runtime: runtimeName,
  variant,
  against: variant,
  /** How many times as fast `variant` is as `against`, block by block. */
  speedRatio: estimate,
  verdict,
  /** Null in a report that kept none. */
  evidence: evidence.nullable(),
});

/** All cells of one workload at one size. */
export const comparison = z.object({
  workload: z.string(),
  size: z.string(),
  /** Whether it is somebody's own, from outside this repository: it comes first. */
  own: z.boolean(),
  title: z.string(),
  kind: z.string(),
  summary: z.string(),
  parameters: z.unknown(),
  /** What the figures show. */
  sentence: z.string(),
  /** What is to be doubted in the figures. */
  doubts: z.array(z.string()),
  /** Checksums of all answers: one, unless cells disagree. */
  checksums: z.array(z.string()),
  rows: z.array(row),
  sideBySide: z.array(sideBySide),
  modelPairs: z.array(modelPair),
});

export const failure = z.object({
  ...cell.shape,
  block: z.int().nonnegative(),
  pass,
  discarded: z.boolean(),
  reason: z.string().nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  stderrTail: z.string().nullable(),
});

/** A whole runtime (`workload` and the rest are null), or one cell of it, that gave no time. */
export const notMeasured = z.object({
  runtime: runtimeName,
  ...variant.partial().shape,
  workload: z.string().optional(),
  size: z.string().optional(),
  reason: z.string(),
});

export const report = z.object({
  reportVersion: z.literal(REPORT_VERSION),
  runId: z.string(),
  mode,
  profile,
  timer,
  seed: z.int().nonnegative(),
  /** Blocks that counted, as planned; null when the run ended before they were decided. */
  timedBlocks: z.int().positive().nullable(),
  memoryBlocks: z.int().nonnegative(),
  lagBlocks: z.int().nonnegative(),
  /** How quiet the machine was, and what therefore cannot be told. */
  noise: runNoise,
  /** Whether planned executions are missing from the journal. */
  partial: z.boolean(),
  /** `planned` is null when the run ended before it was decided. */
  executions: z.object({
    planned: z.int().nonnegative().nullable(),
    recorded: z.int().nonnegative(),
    ...outcomeCounts(),
  }),
  /** Those of the plan that are there; the rows of the others are in `comparisons` all the same. */
  runtimes: z.array(runtimeName),
  models: z.array(executionModel),
  notMeasured: z.array(notMeasured),
  /** What the figures need and these records do not hold, and what is therefore said otherwise; a sentence each. */
  lacks: z.array(z.string()),
  failures: z.array(failure),
  comparisons: z.array(comparison),
  environment,
});

export type Row = z.infer<typeof row>;
export type SideBySide = z.infer<typeof sideBySide>;
export type ModelPair = z.infer<typeof modelPair>;
export type Comparison = z.infer<typeof comparison>;
export type Failure = z.infer<typeof failure>;
export type NotMeasured = z.infer<typeof notMeasured>;
export type Report = z.infer<typeof report>;

function outcomeCounts() {
  const count = z.int().nonnegative();
  return { completed: count, failed: count, skipped: count };
}
