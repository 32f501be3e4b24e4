/** How many blocks count: decided once, from the time the discarded block took, before any result is looked at. */
/** Kept free of the budget for the report, and because later blocks may be slower than the first. */
const RESERVE = 0.1;

/** Less is kept free for the blocks without which there is no verdict: for lanes and report alone. */
export const LEAST_RESERVE = 0.04;

/** A memory block against a timed one: every execution works once, where a timed one warms up and iterates. */
const MEMORY_BLOCK = 0.75;

/** A lag block against a timed one: as much work, but no ghosts, and nobody looks at the machine in between. */
const LAG_BLOCK = 0.8;

export interface Budget {
  budgetSeconds: number;
  /** Gone already: preparing, and the discarded block. */
  spentSeconds: number;
  blockSeconds: number;
  memoryBlocks: number;
  lagBlocks: number;
  /** Without so many nothing can be named. */
  wantedBlocks: number;
  mostTimedBlocks: number;
}

/** At least 1, at most `mostTimedBlocks`. */
export function timedBlocksThatFit(budget: Budget): number {
  const needed = Math.min(fitting(budget, LEAST_RESERVE), budget.wantedBlocks);
  return Math.min(Math.max(fitting(budget, RESERVE), needed, 1), budget.mostTimedBlocks);
}

function fitting(budget: Budget, reserve: number): number {
  const left = budget.budgetSeconds * (1 - reserve) - budget.spentSeconds;
  return Math.floor(left / budget.blockSeconds - untimedBlocks(budget));
}

/** How many timed blocks take as long as those of the other passes. */
export const untimedBlocks = ({ memoryBlocks, lagBlocks }: Pick<Budget, "memoryBlocks" | "lagBlocks">): number =>
  memoryBlocks * MEMORY_BLOCK + lagBlocks * LAG_BLOCK;
