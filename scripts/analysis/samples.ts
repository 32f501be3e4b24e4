/** The executions of a run, found by cell: those that count, each in its block, and their ghosts. */
import { type Cell, keyOf } from "@triathlon/core/results/record";
import type { Execution } from "./execution.ts";
import type { ByBlock } from "./paired-ratio.ts";

/** All executions of one cell. */
export class CellSamples {
  /** Every one, the discarded block's too. */
  readonly attempts: readonly Execution[];
  /** Every one that is not of a discarded block, whatever its outcome. */
  readonly counted: readonly Execution[];
  /** Completed executions of the time pass. */
  readonly timed: readonly Execution[];
  /** Completed executions of the memory pass. */
  readonly memory: readonly Execution[];
  /** Completed executions of the lag pass. */
  readonly lag: readonly Execution[];
  readonly #taken = new WeakMap<Figure, ByBlock>();

  constructor(attempts: readonly Execution[]) {
    this.attempts = attempts;
    this.counted = attempts.filter(({ discarded }) => !discarded);
    const completed = this.counted.filter(({ outcome }) => outcome === "completed");
    this.timed = completed.filter(({ pass }) => pass === "time");
    this.memory = completed.filter(({ pass }) => pass === "memory");
    this.lag = completed.filter(({ pass }) => pass === "lag");
  }

  /** One figure of each timed execution that has it, by block. Taken once for each function. */
  byBlock(figure: Figure): ByBlock {
    const taken = this.#taken.get(figure) ?? this.#take(figure);
    this.#taken.set(figure, taken);
    return taken;
  }

  #take(figure: Figure): ByBlock {
    const values = new Map<number, number>();
    for (const execution of this.timed) {
      const value = figure(execution);
      if (value !== null && value !== undefined) values.set(execution.block, value);
    }
    return values;
  }
}

type Figure = (execution: Execution) => number | null | undefined;

/** The executions of each cell; `of` and `ghostsOf` give empty samples for a cell without any. */
export class Samples {
  readonly #cells: ReadonlyMap<string, readonly Execution[]>;
  readonly #found = new Map<string, CellSamples>();

  /** @param executions in the order of the journal: of repeated executions the last one counts */
  constructor(executions: readonly Execution[]) {
    this.#cells = Map.groupBy(lastAttempts(executions), copyKey);
  }

  of(cell: Cell): CellSamples {
    return this.ghostsOf(cell, 0);
  }

  /** What the cell's ghosts of this number did. */
  ghostsOf(cell: Cell, ghost: number): CellSamples {
    const key = copyKey({ ...cell, ghost });
    const found = this.#found.get(key) ?? new CellSamples(this.#cells.get(key) ?? []);
    this.#found.set(key, found);
    return found;
  }
}

/** Of each execution the last attempt, whatever it shows: why it was repeated had nothing to do with its time. */
export function lastAttempts<Attempt extends Parameters<typeof keyOf>[0]>(executions: readonly Attempt[]): Attempt[] {
  return [...new Map(executions.map((execution) => [keyOf(execution), execution])).values()];
}

const copyKey = (copy: Cell & Pick<Execution, "ghost">): string => `${copy.ghost} ${cellKey(copy)}`;

/** The figure that cells are compared by. */
export const steadySeconds = (execution: Execution): number | null => execution.steadySeconds;

export function cellKey({ runtime, model, workload, size, workers, concurrency }: Cell): string {
  return JSON.stringify([workload, size, runtime, model, workers, concurrency]);
}
