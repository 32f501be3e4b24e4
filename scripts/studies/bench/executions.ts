/** What a plan says to run, block by block. */
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import type { ExecutionRecord, Pass } from "@triathlon/core/results/record";
import { blockOrder, ghostsOfBlock } from "../../study/block-order.ts";

/** One execution, before it has run. */
export interface PlannedExecution {
  block: number;
  /** Place within the block, from 0. */
  position: number;
  discarded: boolean;
  pass: Pass;
  cell: PlannedCell;
  /** 0, or which of the cell's ghosts in this block it is. */
  ghost: number;
  /** 1, or more where it is repeated. */
  attempt: number;
}

/** Blocks in all; null while nobody knows how many will count. */
export function totalBlocks({ discardedBlocks, timedBlocks, memoryBlocks, lagBlocks }: Plan): number | null {
  return timedBlocks === null ? null : discardedBlocks + timedBlocks + memoryBlocks + lagBlocks;
}

/** Executions in all, repeats left out; null while nobody knows. */
export function totalExecutions(plan: Plan): number | null {
  const blocks = totalBlocks(plan);
  return blocks === null ? null : blocks * plan.cells.length + (plan.timedBlocks ?? 0) * plan.ghostsPerBlock;
}

/**
 * The executions of a block in their order, ghosts among them where the block counts: first the discarded blocks, then the
 * timed ones, then the memory pass, then the lag pass.
 */
export function executionsOfBlock(plan: Plan, block: number): PlannedExecution[] {
  const discarded = block < plan.discardedBlocks;
  const pass = passOfBlock(plan, block);
  const copies =
    pass === "time" && !discarded ? withGhosts(plan, block) : plan.cells.map((cell) => ({ cell, ghost: 0 }));
  return blockOrder(copies.length, plan.seed, block).map((index, position) => ({
    block,
    position,
    discarded,
    pass,
    attempt: 1,
    ...copies[index]!,
  }));
}

export function passOfBlock({ discardedBlocks, timedBlocks, memoryBlocks }: Plan, block: number): Pass {
  if (timedBlocks === null || block < discardedBlocks + timedBlocks) return "time";
  return block < discardedBlocks + timedBlocks + memoryBlocks ? "memory" : "lag";
}

function withGhosts({ cells, ghostsPerBlock, seed, discardedBlocks }: Plan, block: number) {
  const copies = cells.map((cell) => ({ cell, ghost: 0 }));
  const seen = new Map<number, number>();
  for (const index of ghostsOfBlock(cells.length, ghostsPerBlock, seed, block - discardedBlocks)) {
    const ghost = (seen.get(index) ?? 0) + 1;
    seen.set(index, ghost);
    copies.push({ cell: cells[index]!, ghost });
  }
  return copies;
}

/** What names an execution within its run: equal for a planned one, its record, and the records of its repeats. */
export const keyOf = ({ block, position }: Pick<ExecutionRecord, "block" | "position">): string =>
  `${block}/${position}`;
