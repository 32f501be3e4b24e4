/** Which cells are compared with which, and judged together: what decides how many blocks a verdict needs. */
import type { Cell } from "@triathlon/core/results/record";
import { leastPairs } from "@triathlon/core/statistics/holm";
import { isVariant } from "./variant.ts";

/** From the cells of one workload and size to those that are compared. */
type Family = (cells: readonly Cell[]) => [Cell, Cell][];

/** Every model beside sequential in the same runtime. */
export const pairsWithSequential: Family = (cells) =>
  cells.flatMap((cell): [Cell, Cell][] => {
    const control = cells.find(({ runtime, model }) => runtime === cell.runtime && model === "sequential");
    return cell.model === "sequential" || control === undefined ? [] : [[cell, control]];
  });

/** Each two models of one runtime, once. Sequential is in another family. */
export const pairsOfModels: Family = (cells) =>
  pairsOf(cells.filter(({ model }) => model !== "sequential")).filter(([one, other]) => one.runtime === other.runtime);

/** Each two runtimes in the same model, once. */
export const pairsOfRuntimes: Family = (cells) => pairsOf(cells).filter(([one, other]) => isVariant(one, other));

const pairsOf: Family = (cells) =>
  cells.flatMap((one, index) => cells.slice(index + 1).map((other): [Cell, Cell] => [one, other]));

const FAMILIES = [pairsWithSequential, pairsOfModels, pairsOfRuntimes];

/** Blocks that every family of these cells needs before anything can be named in it; each workload and size has families of its own. */
export function blocksForVerdicts(cells: readonly Cell[]): number {
  const groups = [...Map.groupBy(cells, ({ workload, size }) => JSON.stringify([workload, size])).values()];
  return leastPairs(Math.max(1, ...groups.flatMap((group) => FAMILIES.map((pairs) => pairs(group).length))));
}
