/** The shape of what a set of executions says of one quantity. */
import { z } from "zod";

export const interval = z.object({ low: z.number(), high: z.number(), coverage: z.number() });

export const estimate = z.object({
  /** Executions, or blocks where executions are paired. */
  n: z.int().nonnegative(),
  /** Null where there was nothing to take it from. */
  median: z.number().nullable(),
  /** 95 %, by order statistics; null where there are too few executions. */
  interval: interval.nullable(),
  /** Why `median` or `interval` is null. */
  reason: z.string().nullable(),
});

export type Estimate = z.infer<typeof estimate>;
