/** What two runs say beside each other, as data: base units, in the order of the base's plan. */
import { cell } from "@triathlon/core/results/record";
import { z } from "zod";
import { estimate } from "../analysis/estimate.ts";
import { evidence, verdict } from "../analysis/verdict.ts";

/** Raised with every change of shape. */
export const COMPARISON_VERSION = 2;

/** How a slow-down stands to the gate: wholly beyond it, wholly within it, reaching across it, or not to be judged. */
export const gateState = z.enum(["beyond", "within", "across", "unjudged"]);

export const comparedCell = z.object({
  ...cell.shape,
  base: estimate,
  new: estimate,
  /** Time of new divided by that of base: 2 takes twice as long. */
  timeRatio: estimate,
  /** Of new: faster or slower than base. */
  verdict,
  evidence: evidence.omit({ secondOpinion: true }),
  /** Null without a gate. */
  gate: gateState.nullable(),
});

export const runComparison = z.object({
  comparisonVersion: z.literal(COMPARISON_VERSION),
  base: z.object({ runId: z.string(), commit: z.string().nullable(), modified: z.boolean().nullable() }),
  new: z.object({ runId: z.string(), commit: z.string().nullable(), modified: z.boolean().nullable() }),
  /**
   * `paired by block`: both were made together, and it is the signed-rank test of ratios within blocks. `unpaired`: two runs at
   * two times, and it is the rank-sum test of the logarithms of their times.
   */
  method: z.enum(["paired by block", "unpaired"]),
  /** Whether one of them was so disturbed that nothing is named. */
  tooNoisy: z.boolean(),
  /** As a share: 0.05 is 5 % slower. */
  gate: z.number().positive().nullable(),
  cells: z.array(comparedCell),
  /** Cells of both that are not the same work, or of one alone. */
  notCompared: z.array(z.object({ ...cell.shape, reason: z.string() })),
  /** Cells with times in base and none in new. */
  lost: z.array(z.object({ ...cell.shape, reason: z.string() })),
});

export type GateState = z.infer<typeof gateState>;
export type ComparedCell = z.infer<typeof comparedCell>;
export type RunComparison = z.infer<typeof runComparison>;
