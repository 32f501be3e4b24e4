/** The name of a cell, as reports and commands have it. */
import type { Cell } from "@triathlon/core/results/record";
import { UsageError } from "../usage-error.ts";

/** E.g. `node/threading/sum-of-squares/large`. */
export const cellName = ({ runtime, model, workload, size }: Omit<Cell, "workers" | "concurrency">): string =>
  [runtime, model, workload, size].join("/");

/**
 * The cells that a name means: `runtime/model/workload/size`, with `/workers` behind it where several have that name.
 *
 * @throws {UsageError} naming the cells there are, when it means none
 */
export function findCells<Found extends Cell>(name: string, cells: readonly Found[]): Found[] {
  const found = cells.filter((cell) => name === cellName(cell) || name === `${cellName(cell)}/${cell.workers}`);
  if (found.length > 0) return found;
  throw new UsageError(
    `Cannot find the cell "${name}": wanted one of\n${cells.map((cell) => `  ${cellName(cell)}`).join("\n")}`,
  );
}
