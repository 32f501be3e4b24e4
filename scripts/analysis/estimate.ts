/** What a set of executions says of one quantity: its median, how sure that is, and if it is not, why. */
import { z } from "zod";
import { median } from "./median.ts";
import { medianInterval } from "./median-interval.ts";

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

/** The estimate from one value per execution. `nothing` is the reason to give where there are none. */
export function estimateOf(values: readonly number[], nothing = NOT_MEASURED): Estimate {
  if (values.length === 0) return { n: 0, median: null, interval: null, reason: nothing };
  const interval = medianInterval(values);
  return { n: values.length, median: median(values), interval, reason: interval === null ? TOO_FEW : null };
}

export const NOT_MEASURED = "not measured in this run";
export const TOO_FEW = "too few executions for an interval: indicative only";
