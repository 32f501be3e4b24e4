/** Remembers how cells fared, so that one that fails every time does not use up the run. */
import type { Cell, ExecutionRecord } from "@triathlon/core/results/record";

/** In a row. */
const ENOUGH = 2;

export class Failures {
  readonly #inARow = new Map<string, { count: number; reason: string }>();

  /** Takes account of a record, fresh or from the journal. One that was skipped says nothing new. */
  note(record: ExecutionRecord): void {
    const key = nameOf(record);
    if (record.outcome === "completed") this.#inARow.delete(key);
    if (record.outcome === "failed") {
      const count = (this.#inARow.get(key)?.count ?? 0) + 1;
      this.#inARow.set(key, { count, reason: record.reason ?? "" });
    }
  }

  /** Why the cell is not started again, or null when it may be. */
  reasonToSkip(cell: Cell): string | null {
    const failed = this.#inARow.get(nameOf(cell));
    return failed && failed.count >= ENOUGH ? `failed twice: ${failed.reason}` : null;
  }
}

const nameOf = ({ runtime, model, workload, size }: Cell): string => [runtime, model, workload, size].join("/");
