/** How much a run does: the modes of `bench`. */
import type { Mode } from "@triathlon/core/results/plan";

export interface ModeRules {
  /** What the whole run may take, in seconds. Fewer blocks are run to keep it, never fewer cells. */
  budgetSeconds: number;
  /** Blocks run first and thrown away. */
  discardedBlocks: number;
  /** At most so many blocks count; 1 means exactly one, whatever time is left. */
  mostTimedBlocks: number;
  memoryBlocks: number;
  lagBlocks: number;
  /** Whether the run looks at its own noise: ghosts, repeats of what was disturbed, probes of the machine's capacity. */
  knowsItsNoise: boolean;
  /** Which workloads are taken unless some are named, the first first: as many as leave room for verdicts. */
  workloads: { first: readonly string[]; others: boolean } | "all";
  /** Whether what explains other figures is measured too, though nobody named it: further numbers in flight, workloads that say so. */
  details: boolean;
  /** Which sizes of a workload are taken unless `--size` says. */
  sizes: "smallest" | "default" | "middle";
  /** Timed passes in an execution, where a size has fewer: so many that it shows whether they have settled. */
  leastIterations: number;
  /** What the timed passes of an execution may take together, in seconds, while more are added until they are flat. */
  settleSeconds: number;
}

/** One for each kind of work, what people ask most first; the price of a call last. */
const EACH_KIND = [
  "sum-of-squares",
  "load-tables",
  "download-pages",
  "query-database",
  "blur-image",
  "hash-files",
  "count-words",
  "empty",
];

export const MODES: Readonly<Record<Mode, ModeRules>> = {
  smoke: {
    budgetSeconds: 60,
    discardedBlocks: 0,
    mostTimedBlocks: 1,
    memoryBlocks: 0,
    lagBlocks: 0,
    knowsItsNoise: false,
    workloads: "all",
    details: true,
    sizes: "smallest",
    leastIterations: 1,
    settleSeconds: 0,
  },
  quick: {
    budgetSeconds: 60,
    discardedBlocks: 1,
    mostTimedBlocks: 10,
    memoryBlocks: 0,
    lagBlocks: 0,
    knowsItsNoise: true,
    workloads: { first: ["sum-of-squares", "load-tables", "count-words", "empty"], others: false },
    details: false,
    sizes: "smallest",
    leastIterations: 1,
    settleSeconds: 0,
  },
  default: {
    budgetSeconds: 300,
    discardedBlocks: 1,
    mostTimedBlocks: 15,
    memoryBlocks: 1,
    lagBlocks: 1,
    knowsItsNoise: true,
    workloads: { first: EACH_KIND, others: true },
    details: false,
    sizes: "default",
    leastIterations: 1,
    settleSeconds: 0,
  },
  full: {
    budgetSeconds: 3000,
    discardedBlocks: 1,
    mostTimedBlocks: 30,
    memoryBlocks: 2,
    lagBlocks: 2,
    knowsItsNoise: true,
    workloads: "all",
    details: true,
    sizes: "middle",
    leastIterations: 5,
    settleSeconds: 0.5,
  },
};

/** Of a block's cells, so many are run once more. */
const GHOST_SHARE = 0.09;

/** At least one, so that each run can say how far two runs of the same thing lie apart. */
export const ghostsFor = (cells: number): number => Math.max(1, Math.round(cells * GHOST_SHARE));

/** Attempts after the first. */
export const MOST_REPEATS = 2;

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
