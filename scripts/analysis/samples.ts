/** The records of a run, found by cell: the executions that count, each in its block, and their ghosts. */
import type { Cell, ExecutionRecord } from "@triathlon/core/results/record";
import type { ByBlock } from "./paired-ratio.ts";
import { keyOf } from "../plan/executions.ts";
import { median } from "./median.ts";

/** All records of one cell. */
export class CellSamples {
  /** Every record, the discarded block's too. */
  readonly attempts: readonly ExecutionRecord[];
  /** Every record that is not of a discarded block, whatever its outcome. */
  readonly records: readonly ExecutionRecord[];
  /** Completed executions of the time pass. */
  readonly timed: readonly ExecutionRecord[];
  /** Completed executions of the memory pass. */
  readonly memory: readonly ExecutionRecord[];
  /** Completed executions of the lag pass. */
  readonly lag: readonly ExecutionRecord[];
  readonly #taken = new WeakMap<Figure, ByBlock>();

  constructor(attempts: readonly ExecutionRecord[]) {
    this.attempts = attempts;
    this.records = attempts.filter(({ discarded }) => !discarded);
    const completed = this.records.filter(({ outcome }) => outcome === "completed");
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

type Figure = (execution: ExecutionRecord) => number | null | undefined;

/** The records of each cell; `of` and `ghostsOf` give empty samples for a cell without any. */
export class Samples {
  readonly #cells: ReadonlyMap<string, readonly ExecutionRecord[]>;
  readonly #found = new Map<string, CellSamples>();

  /** @param records in the order of the journal: of repeated executions the last one counts */
  constructor(records: readonly ExecutionRecord[]) {
    this.#cells = Map.groupBy(lastAttempts(records), copyKey);
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
export function lastAttempts(records: readonly ExecutionRecord[]): ExecutionRecord[] {
  return [...new Map(records.map((record) => [keyOf(record), record])).values()];
}

const copyKey = (copy: Cell & Pick<ExecutionRecord, "ghost">): string => `${copy.ghost} ${cellKey(copy)}`;

/** Time of one pass in a warm process. Iterations share their process and its luck: they give one figure together. */
export function steadySeconds({ iterationSeconds }: ExecutionRecord): number | null {
  return iterationSeconds.length === 0 ? null : median(iterationSeconds);
}

export function cellKey({ runtime, model, workload, size, workers, concurrency }: Cell): string {
  return JSON.stringify([workload, size, runtime, model, workers, concurrency]);
}
