/** What a runtime's bench has no program for. */
import type { Cell } from "@triathlon/core/results/record";
import { isAvailable, type Runtime } from "../../study/runtimes.ts";

/** Why a cell cannot be measured in its runtime, though that is here; null where it can. */
export function beyondBench(
  runtimes: readonly Runtime[],
  { runtime: name, model, workload, workers, concurrency }: Cell,
): string | null {
  const runtime = runtimes.find((each) => each.name === name);
  if (!runtime || !isAvailable(runtime) || !runtime.only) return null;
  const { title, only } = runtime;
  if (!only.models.includes(model)) return `the bench of ${title} has no ${model}: it has ${only.models.join(", ")}`;
  if (!only.workloads.includes(workload)) {
    return `the bench of ${title} has no program for "${workload}": it has ${only.workloads.join(", ")}`;
  }
  const inEach = model === "async" ? 1 : (concurrency ?? workers) / workers;
  if (inEach <= only.callsInEachWorker) return null;
  return `a worker of ${title} holds ${only.callsInEachWorker} call at a time: wanted ${inEach}`;
}
