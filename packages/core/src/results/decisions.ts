/** How `triathlon decide` did on a workload made by lot: what it advised, and how long each model really takes. */
import { z } from "zod";
import { envelope } from "./record.ts";

export const decideModel = z.enum(["as it is", "async", "threads", "processes"]);

const measured = z.strictObject({
  /** Milliseconds a call, by round. */
  rounds: z.array(z.number().positive()).max(1000),
  /** Why it cannot be used: it fails, or answers otherwise; null where it can. */
  invalid: z.string().max(10_000).nullable(),
});

export const decisionRecord = z.object({
  ...envelope.shape,
  /** Of the workload, from 0. */
  index: z.int().nonnegative().max(1_000_000),
  name: z.string(),
  /** Neither its kernel nor its wait was looked at while the rule was made. */
  heldOut: z.boolean(),
  /** Null where it could not be decided: then it is left as it is. */
  advised: decideModel.nullable(),
  /** Seconds that `decide` took. */
  decideSeconds: z.number().nonnegative(),
  /** CPU time per wall time of the function, as `decide` saw it; null where it did not. */
  cpuPerWall: z.number().nonnegative().nullable(),
  truth: z.record(decideModel, measured),
});
export type DecisionRecord = z.infer<typeof decisionRecord>;
