/** The records of a run, found by cell: the executions that count, each in its block. */
import type { Cell, ExecutionRecord } from "@triathlon/core/results/record";
import type { ByBlock } from "./paired-ratio.ts";
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

  constructor(attempts: readonly ExecutionRecord[]) {
    this.attempts = attempts;
    this.records = attempts.filter(({ discarded }) => !discarded);
    const completed = this.records.filter(({ outcome }) => outcome === "completed");
    this.timed = completed.filter(({ pass }) => pass === "time");
    this.memory = completed.filter(({ pass }) => pass === "memory");
  }

  /** One figure of each timed execution that has it, by block. */
  byBlock(figure: (execution: ExecutionRecord) => number | null | undefined): ByBlock {
    return new Map(
      this.timed.flatMap((execution) => {
        const value = figure(execution);
        return value === null || value === undefined ? [] : [[execution.block, value] as const];
      }),
    );
  }
}

/** The records of each cell; `of` gives empty samples for a cell without any. */
export class Samples {
  readonly #cells = new Map<string, ExecutionRecord[]>();

  constructor(records: readonly ExecutionRecord[]) {
    for (const record of records) {
      const key = cellKey(record);
      const found = this.#cells.get(key);
      if (found) found.push(record);
      else this.#cells.set(key, [record]);
    }
  }

  of(cell: Cell): CellSamples {
    return new CellSamples(this.#cells.get(cellKey(cell)) ?? []);
  }
}

/** Time of one pass in a warm process. Iterations share their process and its luck: they give one figure together. */
export function steadySeconds({ iterationSeconds }: ExecutionRecord): number | null {
  return iterationSeconds.length === 0 ? null : median(iterationSeconds);
}

export function cellKey({ runtime, model, workload, size, workers, concurrency }: Cell): string {
  return JSON.stringify([workload, size, runtime, model, workers, concurrency]);
}
