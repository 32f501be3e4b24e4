/** What a comparison of ways to have jobs done elsewhere says: computed from the journal and nothing else. */
import { environment } from "@triathlon/core/results/environment";
import { estimate } from "@triathlon/core/results/estimate";
import { jobsCase } from "@triathlon/core/results/jobs";
import { disturbance } from "@triathlon/core/results/noise";
import { runtimeName, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { z } from "zod";

const count = z.int().nonnegative();

/** One arm in one case. */
export const jobsRow = z.object({
  runtime: runtimeName,
  arm: z.string(),
  case: jobsCase,
  /** See `jobs` of the order. */
  jobs: z.int().positive(),
  completed: count,
  failed: count,
  /** The first reason why it was not completed. */
  reason: z.string().nullable(),
  /** Of one job; of `at-once` of all of them. Of each block a figure, and of these the median. */
  seconds: estimate,
  /** Divided by the same of JetStream by hand in the same block. */
  beside: estimate,
  /** Of `recovery`: from each kill of a worker to the result of its job. */
  recoverySeconds: z.array(z.number().nonnegative()),
  /** Of `restart`, of all blocks together. */
  accepted: count,
  lost: count,
});

export const jobsReport = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string(),
  environment,
  seed: count,
  blocks: count,
  noise: disturbance.nullable(),
  /** Of some case less was done than in a run. */
  smoke: z.boolean(),
  /** Clients and servers, with their versions. */
  software: z.array(z.string()),
  /** Runtime by runtime, case by case, ours first. */
  rows: z.array(jobsRow),
});

export type JobsRow = z.infer<typeof jobsRow>;
export type JobsReport = z.infer<typeof jobsReport>;
