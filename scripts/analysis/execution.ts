/** What the analysis keeps of a record: of a series only what it says, so that memory does not grow with the passes. */
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { flatEndOf } from "@triathlon/core/measure/flat-end";
import { median } from "@triathlon/core/statistics/median";
import { type Trend, trendOf } from "./steadiness.ts";

/** A record without its series, and the figures that are taken of them. */
export interface Execution extends Omit<ExecutionRecord, Series> {
  /**
   * Time of one pass, the median of the timed ones, of their flat end where there is one; null without passes. Iterations share their
   * process and its luck: they give one figure together.
   */
  steadySeconds: number | null;
  /** Null where the passes are too few, or one took no time. */
  trend: Trend | null;
  /** Of the whole process without the passes that were added: of as much work as in every other cell. */
  wallSeconds: number | null;
  /** Likewise. */
  cpuSeconds: number | null;
  work: Work;
}

/** What grows with the passes or the workers. */
type Series = "iterationSeconds" | "warmupSeconds" | "added" | "workerIds" | "workIntervals";

/** What its workers were seen to do. */
export interface Work {
  workers: number;
  tasks: number;
  /** For how long one of them was at work at most; 0 where nobody looked. */
  longestSeconds: number;
}

/** A further figure of a series is one line here. */
export function executionOf(record: ExecutionRecord): Execution {
  const { iterationSeconds, warmupSeconds, workerIds: _, workIntervals, added, ...figures } = record;
  const passes = [...warmupSeconds, ...iterationSeconds];
  const flatEnd = flatEndOf(passes);
  const warm = passes.slice(Math.max(flatEnd ?? 0, warmupSeconds.length));
  return {
    ...figures,
    wallSeconds: without(figures.wallSeconds, added === null ? 0 : added.wallSeconds),
    cpuSeconds: without(figures.cpuSeconds, added === null ? 0 : added.cpuSeconds),
    steadySeconds: warm.length === 0 ? null : median(warm),
    trend: trendOf(passes, flatEnd),
    work: {
      workers: workIntervals.length,
      tasks: workIntervals.reduce((sum, { tasks }) => sum + tasks, 0),
      longestSeconds: Math.max(0, ...workIntervals.map(({ startedAt, endedAt }) => endedAt - startedAt)),
    },
  };
}

/** Null where one of them is not known. */
const without = (whole: number | null, added: number | null): number | null =>
  whole === null || added === null ? null : Math.max(0, whole - added);
