/**
 * Experiments: small probes of what an execution model costs and what it buys. One line of their journal is one probe in one
 * fresh process, at one setting.
 *
 * Base units only, as in `record.ts`: a figure's name ends in its unit (`readySeconds`, `perWorkerBytes`), or says a plain
 * number (`overlapFactor`).
 */
import { z } from "zod";
import { envelope, runtimeName, SCHEMA_VERSION } from "./record.ts";

/** What was varied: `{ payloadBytes: 65536, crossing: "transferred" }`. */
export const setting = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const experimentRecord = z.object({
  ...envelope.shape,
  /** Its file's name: `crossover`. */
  experiment: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Where the probe ran its work: an execution model, or what else the experiment compares (`vm context`). */
  place: z.string().min(1),
  setting,
  /** Raw samples by name, in the order in which they were taken. */
  figures: z.record(z.string(), z.array(z.number())),
  /** What is not a number: what failed first, the order of events. */
  notes: z.record(z.string(), z.string()),
});

/** What a run of experiments will do, decided before its first probe. */
export const experimentPlan = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string().min(1),
  /** Of the order within blocks. */
  seed: z.int().nonnegative(),
  /** Very little of everything: does it work? */
  smoke: z.boolean(),
  runtimes: z.array(runtimeName).min(1),
  experiments: z
    .array(
      z.object({
        name: z.string(),
        title: z.string(),
        question: z.string(),
        blocks: z.int().positive(),
        /** For each runtime, in a block. */
        settings: z.int().positive(),
      }),
    )
    .min(1),
});

export type ExperimentPlan = z.infer<typeof experimentPlan>;
export type Setting = z.infer<typeof setting>;
export type ExperimentRecord = z.infer<typeof experimentRecord>;
