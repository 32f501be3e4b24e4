/** Which cells are compared with which, and judged together: what decides how many blocks a verdict needs. */
import type { Cell } from "@triathlon/core/results/record";
import { leastPairs } from "@triathlon/core/statistics/holm";
import { isVariant, type Variant } from "./variant.ts";

type InRuntime = Variant & Pick<Cell, "runtime">;

/** Of one workload and size: every model beside sequential in the same runtime. */
export const pairsWithSequential = <One extends InRuntime>(cells: readonly One[]): [One, One][] =>
  cells.flatMap((cell): [One, One][] => {
    const control = cells.find(({ runtime, model }) => runtime === cell.runtime && model === "sequential");
    return cell.model === "sequential" || control === undefined ? [] : [[cell, control]];
  });

/** Each two models of one runtime, once. Sequential is in another family. */
export const pairsOfModels = <One extends InRuntime>(cells: readonly One[]): [One, One][] =>
  pairsOf(cells.filter(({ model }) => model !== "sequential")).filter(([one, other]) => one.runtime === other.runtime);

/** Each two runtimes in the same model, once. */
export const pairsOfRuntimes = <One extends InRuntime>(cells: readonly One[]): [One, One][] =>
  pairsOf(cells).filter(([one, other]) => isVariant(one, other));

const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other): [Item, Item] => [one, other]));

const FAMILIES = [pairsWithSequential, pairsOfModels, pairsOfRuntimes];

/** Blocks that every family of these cells needs before anything can be named in it; each workload and size has families of its own. */
export function blocksForVerdicts(cells: readonly Cell[]): number {
  const groups = [...Map.groupBy(cells, ({ workload, size }) => JSON.stringify([workload, size])).values()];
  return leastPairs(Math.max(1, ...groups.flatMap((group) => FAMILIES.map((pairs) => pairs(group).length))));
}
