/** Counts how the executions of a run fare, and expects of the rest what those so far took. */
import type { Standing } from "./progress.ts";

/** What the run is to do. */
export interface TallyOptions {
  unit?: "block" | "round";
  ofBlocks: number;
  /** In all blocks together. */
  executions: number;
  /** In seconds. */
  now?: () => number;
}

/** How far a run is whose number of executions is known from its start. */
export class Tally {
  readonly #options: TallyOptions;
  readonly #now: () => number;
  readonly #began: number;
  readonly #counts = { completed: 0, failed: 0, skipped: 0 };

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now() / 1000);
    this.#began = this.#now();
  }

  get failed(): number {
    return this.#counts.failed;
  }

  count(outcome: "completed" | "failed" | "skipped"): void {
    this.#counts[outcome]++;
  }

  /** @param blocks so many are finished. Before a quarter of the first is done, nobody knows what the rest takes. */
  standing(blocks: number): Standing {
    const { unit = "block", ofBlocks, executions } = this.#options;
    const { completed, failed, skipped } = this.#counts;
    const done = completed + failed + skipped;
    const elapsedSeconds = this.#now() - this.#began;
    const leftSeconds =
      done === 0 || done < executions / ofBlocks / 4 ? null : (elapsedSeconds * (executions - done)) / done;
    return { unit, blocks, ofBlocks, ...this.#counts, elapsedSeconds, leftSeconds };
  }
}
