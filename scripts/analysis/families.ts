/** In which families a run's cells are judged: what decides how many blocks a verdict needs. */
import type { Cell } from "@triathlon/core/results/record";
import { pairsWithin } from "./beside-models.ts";
import { leastPairs } from "@triathlon/core/statistics/holm";

/**
 * Blocks that every family of these cells needs before anything can be named in it. A family is all pairs of runtimes within one
 * workload and size, all its models against sequential, or all pairs of models within a runtime.
 */
export function blocksForVerdicts(cells: readonly Cell[]): number {
  const groups = Map.groupBy(cells, ({ workload, size }) => JSON.stringify([workload, size]));
  const sizes = [...groups.values()].flatMap((group) => [
    pairsOfRuntimes(group),
    againstSequential(group),
    pairsOfModels(group),
  ]);
  return leastPairs(Math.max(1, ...sizes));
}

function pairsOfRuntimes(cells: readonly Cell[]): number {
  const variants = Map.groupBy(cells, ({ model, workers, concurrency }) =>
    JSON.stringify([model, workers, concurrency]),
  );
  return [...variants.values()].reduce((pairs, { length }) => pairs + (length * (length - 1)) / 2, 0);
}

const pairsOfModels = (cells: readonly Cell[]): number =>
  pairsWithin(cells.filter(({ model }) => model !== "sequential")).length;

function againstSequential(cells: readonly Cell[]): number {
  const controls = new Set(cells.flatMap(({ model, runtime }) => (model === "sequential" ? [runtime] : [])));
  return cells.filter(({ model, runtime }) => model !== "sequential" && controls.has(runtime)).length;
}
