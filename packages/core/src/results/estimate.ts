/** The shape of what a set of executions says of one quantity. */
import { z } from "zod";

export const interval = z.object({ low: z.number(), high: z.number(), coverage: z.number() });

export const estimate = z.object({
  /** Executions, or blocks where executions are paired. */
  n: z.int().nonnegative(),
  /** The middle; of ratios within blocks the median of their Walsh averages. Null where there was nothing to take it from. */
  median: z.number().nullable(),
  /** 95 %, by order statistics, of ratios by the signed-rank test; null where there are too few executions. */
  interval: interval.nullable(),
  /** Why `median` or `interval` is null. */
  reason: z.string().nullable(),
});

export type Estimate = z.infer<typeof estimate>;
