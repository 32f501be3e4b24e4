/**
 * An order: the file a runner hands to a runtime's bench entry, and the answer that comes back in a file beside it.
 *
 * This is the whole conversation between scripts and a measured process; nothing goes over stdout.
 */
import { z } from "zod";
import { executionModel, measurement, pass } from "./record.ts";

const job = {
  /** The workload's module, as a `file:` URL. */
  workload: z.url(),
  size: z.string(),
  /** What the size means: for a program that does not load the module. */
  parameters: z.unknown(),
  place: z.object({
    folder: z.string(),
    files: z.string().nullable(),
    site: z.string().nullable(),
  }),
  /** Where the answer is to be written, as JSON, by writing beside it and renaming. */
  answer: z.string(),
};

/** Fill `place.folder` and work out the expected checksum by the oracle. */
export const prepareOrder = z.object({ do: z.literal("prepare"), ...job });

/** Run one execution of one cell. */
export const measureOrder = z.object({
  do: z.literal("measure"),
  ...job,
  model: executionModel,
  workers: z.int().positive(),
  concurrency: z.int().positive().nullable(),
  pass,
  iterations: z.int().positive(),
  warmups: z.int().nonnegative(),
  /** Timed passes are added until they are flat, or took so long together; 0 adds none. */
  settleSeconds: z.number().nonnegative(),
  /** What the oracle said. */
  expectedChecksum: z.string(),
  /**
   * In the memory pass: a file to make once the work is done, then to wait until it is gone, so that the tree can be
   * looked at from outside while it is still whole.
   */
  barrier: z.string().nullable(),
  /** Where the server listens that keeps the jobs of distributed; null for the other models. */
  jobs: z.string().nullable(),
});

export const order = z.discriminatedUnion("do", [prepareOrder, measureOrder]);

export const prepareAnswer = z.object({ checksum: z.string() });

/** What comes back from a measured process: figures, or why there are none. */
export const measureAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("completed"), measurement }),
  z.object({ outcome: z.literal("failed"), reason: z.string() }),
]);

export type Order = z.infer<typeof order>;
export type PrepareOrder = z.infer<typeof prepareOrder>;
export type MeasureOrder = z.infer<typeof measureOrder>;
export type PrepareAnswer = z.infer<typeof prepareAnswer>;
/** As a program writes it: what is null by default may be left out. */
export type MeasureAnswer = z.input<typeof measureAnswer>;
