/** How late the caller's loop is while a workload runs: what an execution of the lag pass answers with. */
import { Histogram } from "../abilities/statistics.ts";
import type { LoopDelay } from "../results/record.ts";
import { watchDrift } from "./drift.ts";

const INTERVAL_MILLISECONDS = 10;

export class LoopWatch {
  /** Of milliseconds. */
  readonly #delays = new Histogram();

  /** Runs it while the loop is watched. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const drift = watchDrift(INTERVAL_MILLISECONDS);
    const result = await work();
    for (const seconds of drift.stop()) this.#delays.record(seconds * 1000);
    return result;
  }

  /** Of all that was watched. */
  summary(): LoopDelay {
    const { count, p50, p99, max } = this.#delays.distribution();
    return { ticks: count, p50Seconds: p50 / 1000, p99Seconds: p99 / 1000, maxSeconds: max / 1000 };
  }
}
