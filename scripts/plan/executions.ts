/** What a plan says to run, block by block. */
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import type { ExecutionRecord, Pass } from "@triathlon/core/results/record";
import { blockOrder } from "./block-order.ts";

/** One execution, before it has run. */
export interface PlannedExecution {
  block: number;
  /** Place within the block, from 0. */
  position: number;
  discarded: boolean;
  pass: Pass;
  cell: PlannedCell;
}

/** Blocks in all; null while nobody knows how many will count. */
export function totalBlocks({ discardedBlocks, timedBlocks, memoryBlocks }: Plan): number | null {
  return timedBlocks === null ? null : discardedBlocks + timedBlocks + memoryBlocks;
}

/** The executions of a block in their order: first the discarded blocks, then the timed ones, then the memory pass. */
export function executionsOfBlock(plan: Plan, block: number): PlannedExecution[] {
  const discarded = block < plan.discardedBlocks;
  const timed = discarded || plan.timedBlocks === null || block < plan.discardedBlocks + plan.timedBlocks;
  return blockOrder(plan.cells.length, plan.seed, block).map((index, position) => ({
    block,
    position,
    discarded,
    pass: timed ? "time" : "memory",
    cell: plan.cells[index]!,
  }));
}

/** What names an execution within its run: equal for a planned one and its record. */
export const keyOf = ({ block, position }: Pick<ExecutionRecord, "block" | "position">): string =>
  `${block}/${position}`;
