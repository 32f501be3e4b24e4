/** What a comparison of pools says: computed from the journal and nothing else. */
import { environment } from "@triathlon/core/results/environment";
import { disturbance } from "@triathlon/core/results/noise";
import { poolCase, poolModel, role } from "@triathlon/core/results/pools";
import { runtimeName, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { z } from "zod";
import { estimate } from "../../analysis/estimate.ts";

/** One value a block. */
export const blockEstimate = estimate.extend({
  /** The lowest and the highest; null where there are none. Blocks may be too few for an interval. */
  range: z.object({ low: z.number(), high: z.number() }).nullable(),
});

/** One contender in one case. */
export const poolRow = z.object({
  contender: z.string(),
  role,
  version: z.string().nullable(),
  completed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** The first reason why it was not completed. */
  reason: z.string().nullable(),
  /** Of one call or of the whole pass, as the case has it. */
  seconds: blockEstimate,
  /** Ours, or theirs, divided by the floor's of the same block. */
  toFloor: blockEstimate,
  /** Likewise by the best peer's. */
  toBestPeer: blockEstimate,
  /** Of the 100 µs tasks: throughput divided by what two workers without a pool reach around it. */
  efficiency: blockEstimate.nullable(),
  /** Of the mix: 99 of 100 short tasks were answered within it. */
  shortP99Seconds: blockEstimate.nullable(),
  /** Of transfers: the share of buffers the sender was rid of. */
  detached: blockEstimate.nullable(),
  /** Of memory: what one more idle worker adds. */
  bytes: blockEstimate.nullable(),
});

export const comparedCase = z.object({
  case: poolCase,
  title: z.string(),
  /** What `toFloor` is relative to. */
  floor: z.string(),
  /** The fastest of the installable ones; null where none was completed. */
  bestPeer: z.string().nullable(),
  rows: z.array(poolRow),
});

export const poolCell = z.object({
  runtime: runtimeName,
  model: poolModel,
  cases: z.array(comparedCase),
});

export const poolsReport = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  environment,
  blocks: z.int().nonnegative(),
  /** Null in reports of before anybody looked. */
  noise: disturbance.nullable().default(null),
  workers: z.int().positive(),
  seed: z.int().nonnegative(),
  cells: z.array(poolCell),
  /** What was not run, or failed, and why: one line for a contender and a reason. */
  notCompleted: z.array(
    z.object({
      runtime: runtimeName,
      model: poolModel,
      contender: z.string(),
      outcome: z.enum(["failed", "skipped"]),
      reason: z.string(),
      cases: z.array(poolCase),
    }),
  ),
});

export type BlockEstimate = z.infer<typeof blockEstimate>;
export type PoolRow = z.infer<typeof poolRow>;
export type ComparedCase = z.infer<typeof comparedCase>;
export type PoolCell = z.infer<typeof poolCell>;
export type PoolsReport = z.infer<typeof poolsReport>;
