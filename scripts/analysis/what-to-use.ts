/**
 * The tutorials' table "What to use?", answered for one runtime by what this run measured, and by nothing else.
 *
 * A "yes" or "no" is given only where the whole interval lies on one side of the line.
 */
import { type Estimate, NOT_MEASURED } from "./estimate.ts";
import { estimateText, medianText, plainScale, secondsScale, timesScale, whole } from "./numbers.ts";
import type { Advice, Comparison, Row, WhatToUse } from "./report.ts";
import { workersOf } from "./words.ts";

type Feature = WhatToUse["rows"][number];

export function whatToUseIn(runtime: string, comparisons: readonly Comparison[]): Feature[] {
  return [
    waiting(runtime, comparisons),
    cores(runtime, comparisons),
    scalability(runtime, comparisons),
    blocking(runtime, comparisons),
    interference(),
  ];
}

/** From this gain on a model is said to have it: well above what noise and timers alone make of 1. */
const GAIN = 1.15;

/** The size of `load-tables` that asks how many waits one thread can hold. */
const WIDE = "wide";

function waiting(runtime: string, comparisons: readonly Comparison[]): Feature {
  const found = largest(runtime, comparisons, "load-tables", (row, size) => size !== WIDE && has(row.overlapFactor));
  return {
    feature: "Optimise waiting periods",
    source: source(found, "seconds of waiting in each second"),
    ...eachModel(found, (row) => {
      if (!has(row.overlapFactor)) return null;
      const answer = beyond(row.overlapFactor, GAIN);
      return advice(answer, `${estimateText(row.overlapFactor, timesScale)} overlap`, row.overlapFactor);
    }),
  };
}

function cores(runtime: string, comparisons: readonly Comparison[]): Feature {
  const found = largest(
    runtime,
    comparisons,
    "sum-of-squares",
    (row) => row.model !== "sequential" && has(row.speedUp),
  );
  return {
    feature: "Use all CPU cores",
    source: source(found, "speed-up against sequential, and CPU seconds per second"),
    ...eachModel(found, (row) => {
      if (!has(row.speedUp)) return null;
      const used = has(row.coresUsed) ? `, ${estimateText(row.coresUsed, plainScale)} cores used` : "";
      const by = row.workers > 1 ? ` with ${workersOf(row)}` : "";
      return advice(
        beyond(row.speedUp, GAIN),
        `${estimateText(row.speedUp, timesScale)} as fast${by}${used}`,
        row.speedUp,
      );
    }),
  };
}

function scalability(runtime: string, comparisons: readonly Comparison[]): Feature {
  const found = largest(runtime, comparisons, "load-tables", (row, size) => size === WIDE && has(longestWait(row)));
  return {
    feature: "Scalability",
    source: source(found, "time of all waits at once, in units of one"),
    ...eachModel(found, (row) => {
      const one = longestWait(row)?.median ?? 0;
      const waited = row.observations["waitedSeconds"]?.median ?? 0;
      if (one === 0 || !has(row.steadySeconds)) return null;
      const times = divided(row.steadySeconds, one);
      return advice(
        null,
        `${whole(waited / one)} waits at once take ${estimateText(times, timesScale)} one wait`,
        times,
      );
    }),
  };
}

function blocking(runtime: string, comparisons: readonly Comparison[]): Feature {
  const found = largest(runtime, comparisons, "query-database", (row) => has(loopGap(row)));
  const control = rowOf(found, "sequential");
  const controlGap = control && loopGap(control);
  const beside = has(controlGap) ? `; ${medianText(controlGap, secondsScale)} in sequential` : "";
  return {
    feature: "Use blocking library functions",
    source: source(found, `longest gap of the main loop${beside}`),
    ...eachModel(found, (row) => {
      const gap = loopGap(row);
      if (!has(gap)) return null;
      return advice(keepsLoopFree(gap, controlGap), `${estimateText(gap, secondsScale)} gap`, gap);
    }),
  };
}

function interference(): Feature {
  const none: Advice = { answer: "no", text: "does not exist in JavaScript" };
  return {
    feature: "GIL interference",
    source: "every worker has its own heap and lock; what workers still share is not measured in this run",
    processes: none,
    threads: none,
    async: none,
  };
}

/** Yes where the gap is surely less than half of what sequential makes the loop wait, no where it surely is not. */
function keepsLoopFree(gap: Estimate, control: Estimate | undefined): Advice["answer"] {
  if (!gap.interval || !control?.interval) return null;
  if (gap.interval.high < control.interval.low / 2) return "yes";
  return gap.interval.low > control.interval.high / 2 ? "no" : null;
}

function beyond({ interval }: Estimate, line: number): Advice["answer"] {
  if (interval === null) return null;
  if (interval.low >= line) return "yes";
  return interval.high < line ? "no" : null;
}

function advice(answer: Advice["answer"], text: string, { interval }: Estimate): Advice {
  return { answer, text: interval === null ? `${text} (indicative only)` : text };
}

interface Found {
  comparison: Comparison;
  rows: Row[];
}

/** The rows of this runtime at the last planned size of the workload at which any of them answers. */
function largest(
  runtime: string,
  comparisons: readonly Comparison[],
  workload: string,
  answers: (row: Row, size: string) => boolean,
): Found | undefined {
  return comparisons
    .filter((comparison) => comparison.workload === workload)
    .map((comparison) => ({ comparison, rows: comparison.rows.filter((row) => row.runtime === runtime) }))
    .findLast(({ comparison, rows }) => rows.some((row) => answers(row, comparison.size)));
}

function eachModel(
  found: Found | undefined,
  say: (row: Row) => Advice | null,
): Pick<Feature, "processes" | "threads" | "async"> {
  const of = (model: Row["model"]): Advice => {
    const row = rowOf(found, model);
    return (row && say(row)) ?? { answer: null, text: NOT_MEASURED };
  };
  return { processes: of("multiprocessing"), threads: of("threading"), async: of("async") };
}

function source(found: Found | undefined, what: string): string {
  return found ? `${found.comparison.workload}, ${found.comparison.size}: ${what}` : "";
}

/** With several worker counts, the last planned. */
function rowOf(found: Found | undefined, model: Row["model"]): Row | undefined {
  return found?.rows.findLast((row) => row.model === model);
}

function divided(estimate: Estimate, divisor: number): Estimate {
  const { median, interval } = estimate;
  return {
    ...estimate,
    median: median === null ? null : median / divisor,
    interval: interval && { ...interval, low: interval.low / divisor, high: interval.high / divisor },
  };
}

const has = (estimate: Estimate | null | undefined): estimate is Estimate => (estimate?.median ?? null) !== null;
const longestWait = (row: Row): Estimate | undefined => row.observations["longestWaitSeconds"];
const loopGap = (row: Row): Estimate | undefined => row.observations["longestLoopGapSeconds"];
