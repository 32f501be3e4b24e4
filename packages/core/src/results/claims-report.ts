/**
 * What a run says of published claims: computed from its plan and its journal, with the words of the claims. `claims.json` is one of these.
 *
 * Base units only: seconds. A ratio is over blocks, of the times of two sides that ran in the same block.
 */
import { z } from "zod";
import { environment } from "./environment.ts";
import { estimate } from "./estimate.ts";
import { experimentPlan } from "./experiment.ts";
import { notCompleted } from "./experiment-report.ts";
import { disturbance } from "./noise.ts";
import { runtimeName, SCHEMA_VERSION } from "./record.ts";

export const claimOutcome = z.enum(["held", "held in part", "did not hold", "not known"]);
const comparisonOutcome = claimOutcome.exclude(["held in part"]);

const arm = z.object({ runtime: runtimeName, place: z.string() });

/** How many times as long one takes as the other, and from when on what is claimed of it holds: decided before a run. */
const definition = z.object({
  name: z.string(),
  slower: arm,
  faster: arm,
  /** What the source has; null where it names only who is slower. */
  claimed: z.object({ least: z.number().positive(), most: z.number().positive() }).nullable(),
  /** The ratio from which on it holds. */
  atLeast: z.number().positive(),
  /** With fewer the source claims nothing; null where it speaks of none. */
  cpus: z.int().positive().nullable(),
  /** It tries what is said to be the cause, and is no part of the claim. */
  isCause: z.boolean(),
});

/** What a run will do: which claims it tries, and what is compared. */
export const claimsPlan = z.object({
  ...experimentPlan.shape,
  comparisons: z.array(z.object({ claim: z.string(), ...definition.shape })).min(1),
});

export const claimComparison = z.object({
  ...definition.shape,
  ratio: estimate,
  /** Whether the ratio is the one from which on it holds: adjusted for all comparisons of the run; null without pairs. */
  adjustedP: z.number().nullable(),
  outcome: comparisonOutcome,
  /** Why it is not known; null where it is. */
  reason: z.string().nullable(),
});

export const reportedClaim = z.object({
  name: z.string(),
  title: z.string(),
  source: z.object({
    title: z.string(),
    publication: z.string(),
    /** Stands in links. */
    address: z.string().regex(/^https:\/\/[^\s()<>"\\]+$/),
    year: z.int().nullable(),
  }),
  says: z.string(),
  kept: z.string(),
  changed: z.string(),
  why: z.string(),
  /** Runs it again. */
  command: z.string(),
  blocks: z.int().nonnegative(),
  outcome: claimOutcome,
  comparisons: z.array(claimComparison),
  /** What each side took, in every runtime that it was run in. */
  arms: z.array(z.object({ ...arm.shape, seconds: estimate })),
});

export const claimsReport = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string(),
  environment,
  seed: z.int().nonnegative(),
  /** A smoke run says whether it works, not what holds. */
  smoke: z.boolean(),
  noise: disturbance,
  runtimes: z.array(runtimeName),
  /** Comparisons in the run, causes included, as planned: they are judged together. */
  familySize: z.int().positive(),
  claims: z.array(reportedClaim),
  notCompleted: z.array(notCompleted),
});

export type ClaimsPlan = z.infer<typeof claimsPlan>;
export type ClaimOutcome = z.infer<typeof claimOutcome>;
export type ClaimComparison = z.infer<typeof claimComparison>;
export type ReportedClaim = z.infer<typeof reportedClaim>;
export type ClaimsReport = z.infer<typeof claimsReport>;
