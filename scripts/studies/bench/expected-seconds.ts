/** About how long one execution takes: for predicting a run before it has begun, nothing else. */
import { availableParallelism } from "node:os";
import { MOST_PASSES } from "@triathlon/core/measure/flat-end";
import type { Description, ExecutionModel, Size, WorkloadKind } from "@triathlon/core/workloads/workload";

/** Start and end of the process, its workers included, and what the runner does in between. */
const START_SECONDS: Readonly<Record<ExecutionModel, number>> = {
  sequential: 0.17,
  async: 0.17,
  threading: 0.22,
  multiprocessing: 0.27,
};

/** Kinds of work in which one thread gets on with something else while it waits. */
const WAITING: ReadonlySet<WorkloadKind> = new Set(["waiting", "network I/O"]);

/**
 * In seconds. `inFlight` is the cell's workers or its concurrency.
 *
 * @param settleSeconds what the timed passes take at least, as if none of them were flat before, unless they are very many
 */
export function expectedSeconds(
  { kind }: Pick<Description, "kind">,
  size: Size<unknown>,
  model: ExecutionModel,
  inFlight: number,
  settleSeconds: number,
): number {
  const onePass = size.sequentialSeconds / speedUp(kind, size, model, inFlight);
  const untimed = (size.warmups + 1) * onePass; // and the one that proves the model
  const added = Math.min(settleSeconds, MOST_PASSES * onePass);
  return START_SECONDS[model] + untimed + Math.max(size.iterations * onePass, added);
}

function speedUp(kind: WorkloadKind, size: Size<unknown>, model: ExecutionModel, inFlight: number): number {
  if (size.models?.length === 1) return 1; // then `sequentialSeconds` says what a pass takes in that model
  if (model === "sequential") return 1;
  if (WAITING.has(kind)) return Math.min(inFlight, 8);
  return model === "async" ? 1 : Math.min(inFlight, availableParallelism());
}
