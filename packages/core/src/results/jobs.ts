/**
 * The comparison of ways to have jobs done elsewhere: what a measured process is told, what it answers, and what the journal keeps of it.
 *
 * Base units only, as in `record.ts`: seconds.
 */
import { z } from "zod";
import { envelope } from "./record.ts";

/**
 * What is looked at: one job there and back, very many at once, one of 1 MiB there and back, how long until a job runs elsewhere whose worker was
 * killed, and how many accepted jobs are gone when the server was killed and started again.
 */
export const jobsCase = z.enum(["round-trip", "at-once", "large", "recovery", "restart"]);

/** How much of a case is done. */
export const jobsAmount = z.object({
  /** Jobs that count. In `recovery` each is that of a worker that is killed; in `restart` so many are accepted before, at least. */
  jobs: z.int().positive(),
  /** Jobs before them, one at a time, not timed. */
  warmups: z.int().nonnegative(),
});

/** Have jobs done by one of the arms. */
export const jobsOrder = z.object({
  do: z.literal("jobs"),
  /** A file of `core/measure/jobs/arms`. */
  arm: z.string().min(1),
  case: jobsCase,
  ...jobsAmount.shape,
  /** The address of its server. */
  server: z.string(),
  /** For what tasks leave behind. */
  folder: z.string(),
  /** Where the answer is to be written, by writing beside it and renaming. */
  answer: z.string(),
  /** In `restart` a file to make when the server may be killed, then to wait until it is gone. */
  barrier: z.string(),
});

export const jobsFigures = z.object({
  /** Of each job, from the call to its result; of `at-once` one, of all; of `recovery` from each kill to the result; of `restart` none. */
  seconds: z.array(z.number().nonnegative()),
  /** In `restart`: jobs of which the server had said that it keeps them, and those of them that it has no more; null elsewhere. */
  accepted: z.int().nonnegative().nullable(),
  lost: z.int().nonnegative().nullable(),
});

export const jobsAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("completed"), runtimeVersion: z.string(), figures: jobsFigures }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

/** One line of the journal: one case by one arm, with a server of its own, or why there was none. */
export const jobsRecord = z.object({
  ...envelope.shape,
  seed: z.int().nonnegative(),
  arm: z.string(),
  /** What it was done with, `bullmq 6.7.0`: clients and servers. */
  software: z.array(z.string()),
  case: jobsCase,
  ...jobsAmount.shape,
  figures: jobsFigures.nullable(),
});

export type JobsCase = z.infer<typeof jobsCase>;
export type JobsAmount = z.infer<typeof jobsAmount>;
export type JobsOrder = z.infer<typeof jobsOrder>;
export type JobsFigures = z.infer<typeof jobsFigures>;
export type JobsAnswer = z.infer<typeof jobsAnswer>;
export type JobsRecord = z.infer<typeof jobsRecord>;
