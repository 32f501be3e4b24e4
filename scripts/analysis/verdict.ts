/** Which of two cells is faster, if that can be told. */
import { z } from "zod";
import type { Estimate } from "./estimate.ts";

export const verdict = z.enum(["faster", "slower", "cannot be told apart", "too few executions"]);

export type Verdict = z.infer<typeof verdict>;

/**
 * What `cell` is beside `other`, both timed in seconds; `speedUp` is the paired ratio `other` / `cell`.
 *
 * A difference is named only where both ways of looking agree: the paired ratio's interval leaves out 1, and the two
 * cells' own intervals do not overlap. The second is the stricter on a steady machine; it keeps a reader from finding a
 * winner in the text whose interval in the table overlaps the loser's.
 */
export function compare(cell: Estimate, other: Estimate, speedUp: Estimate): Verdict {
  if (cell.interval === null || other.interval === null || speedUp.interval === null) return "too few executions";
  if (speedUp.interval.low > 1 && cell.interval.high < other.interval.low) return "faster";
  if (speedUp.interval.high < 1 && cell.interval.low > other.interval.high) return "slower";
  return "cannot be told apart";
}
