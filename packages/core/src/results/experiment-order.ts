/** What a process of an experiment is told, and what it answers. */
import { z } from "zod";
import { setting } from "./experiment.ts";

/** Run one probe at one setting. */
export const experimentOrder = z.object({
  do: z.literal("experiment"),
  experiment: z.string().regex(/^[a-z][a-z0-9-]*$/),
  place: z.string(),
  setting,
  /** How much of it is done: see the probe's file. */
  amount: z.record(z.string(), z.number()),
  /** Where the answer is to be written, by writing beside it and renaming. */
  answer: z.string(),
});

export const experimentAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("completed"),
    runtimeVersion: z.string(),
    figures: z.record(z.string(), z.array(z.number())),
    notes: z.record(z.string(), z.string()),
  }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

export type ExperimentOrder = z.infer<typeof experimentOrder>;
export type ExperimentAnswer = z.infer<typeof experimentAnswer>;
