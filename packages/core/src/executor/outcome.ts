/** How a call ended, in one word. */
import type { Call } from "./call.ts";
import { PoolClosed, WorkerDied } from "./errors.ts";

/**
 * - `completed`: the promise was resolved;
 * - `failed`: the task threw, its worker died, or something could not travel;
 * - `cancelled`: by its signal, or by `terminate` while it ran;
 * - `late`: its deadline passed;
 * - `refused`: it was turned away before it started, by a full queue, a closed pool or a plug-in.
 */
export type Outcome = "completed" | "failed" | "cancelled" | "late" | "refused";

/** @param error what the call was rejected with; undefined where it was resolved */
export function outcomeOf(call: Call, error: Error | undefined): Outcome {
  if (!error) return "completed";
  if (call.interruption) return call.interruption === "TimeoutError" ? "late" : "cancelled";
  if (!call.started) return error instanceof WorkerDied ? "failed" : "refused";
  return error instanceof PoolClosed ? "cancelled" : "failed";
}
