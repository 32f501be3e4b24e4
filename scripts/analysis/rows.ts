/** The rows of one workload and size: what each cell's executions say, and how it stands beside sequential. */
import type { Cell, LoopDelay, Outcome } from "@triathlon/core/results/record";
import { type Estimate, estimateOf, NOT_MEASURED, ratioEstimate } from "./estimate.ts";
import type { Execution } from "./execution.ts";
import { pairsWithSequential } from "./families.ts";
import { type JudgedPair, type Judging, judgePairs } from "./judge-pairs.ts";
import type { Row } from "./report.ts";
import { type CellSamples, steadySeconds } from "./samples.ts";
import { steadinessOf } from "./steadiness.ts";
import { ownValue } from "../own-value.ts";

/** @param cells of one workload and size; those of runtimes that are not here have a row, and no verdict */
export function rowsOf(cells: readonly Cell[], judging: Judging): Row[] {
  const here = cells.filter(({ runtime }) => !judging.unavailable.has(runtime));
  const judged = judgePairs(pairsWithSequential(here), judging);
  return cells.map((cell) => {
    const hasControl = cells.some(({ runtime, model }) => runtime === cell.runtime && model === "sequential");
    return rowOf(
      cell,
      judging.samples.of(cell),
      hasControl,
      judged.find(({ one }) => one === cell),
    );
  });
}

function rowOf(cell: Cell, own: CellSamples, hasControl: boolean, pair: JudgedPair | undefined): Row {
  const { runtime, model, workers, concurrency } = cell;
  const steady = estimateOf([...own.byBlock(steadySeconds).values()], whyNothing(own));
  const speedUp = speedUpOf(cell, own, hasControl, pair?.ratios ?? []);
  const judged = speedUp.n > 0 ? pair?.judgement : undefined;
  const overlap = own.byBlock((execution) => {
    const waited = execution.observations["waitedSeconds"];
    return waited === undefined ? null : ratio(waited, steadySeconds(execution));
  });
  return {
    runtime,
    model,
    workers,
    concurrency,
    steadySeconds: steady,
    speedUp,
    verdict: judged?.verdict ?? null,
    evidence: judged?.evidence ?? null,
    firstSeconds: timed(own, ({ firstSeconds }) => firstSeconds),
    steadiness: steadinessOf(own.timed),
    coldSeconds: timed(own, ({ wallSeconds }) => wallSeconds),
    cpuSeconds: timed(own, ({ cpuSeconds }) => cpuSeconds, "cpuSecondsReason"),
    coresUsed: timed(own, ({ cpuSeconds, wallSeconds }) => ratio(cpuSeconds, wallSeconds), "cpuSecondsReason"),
    peakMemoryBytes: remembered(own, ({ peakMemoryBytes }) => peakMemoryBytes),
    proportionalMemoryBytes: remembered(own, ({ proportionalMemoryBytes }) => proportionalMemoryBytes),
    privateMemoryBytes: remembered(own, ({ privateMemoryBytes }) => privateMemoryBytes),
    loopDelayP99Seconds: delayed(own, ({ p99Seconds }) => p99Seconds),
    loopDelayMaxSeconds: delayed(own, ({ maxSeconds }) => maxSeconds),
    observations: observationsOf(own),
    overlapFactor: overlap.size === 0 ? null : estimateOf([...overlap.values()]),
    checksum: own.timed.at(-1)?.checksum ?? own.memory.at(-1)?.checksum ?? null,
    outcomes: { completed: count(own, "completed"), failed: count(own, "failed"), skipped: count(own, "skipped") },
  };
}

function speedUpOf({ model }: Cell, own: CellSamples, hasControl: boolean, ratios: readonly number[]): Estimate {
  if (model === "sequential") {
    // Beside itself there is nothing to be unsure of.
    return {
      n: own.timed.length,
      median: own.timed.length > 0 ? 1 : null,
      interval: null,
      reason: "the control itself",
    };
  }
  if (!hasControl) return estimateOf([], "no sequential to compare with");
  return ratioEstimate(ratios, "no block in which both this and sequential were measured");
}

function timed(
  own: CellSamples,
  figure: (execution: Execution) => number | null,
  reason?: "cpuSecondsReason",
): Estimate {
  const why = reason && own.timed.map((execution) => execution[reason]).find((text) => text !== null);
  return estimateOf([...own.byBlock(figure).values()], why ?? whyNothing(own));
}

function remembered(own: CellSamples, figure: (execution: Execution) => number | null): Estimate {
  const why = own.memory.map(({ memoryReason }) => memoryReason).find((text) => text !== null);
  const values = own.memory.map(figure).filter((value) => value !== null);
  return estimateOf(values, why ?? (own.memory.length === 0 ? "no memory pass of this cell" : NOT_MEASURED));
}

function delayed({ lag }: CellSamples, figure: (delay: LoopDelay) => number): Estimate {
  const values = lag.flatMap(({ loopDelay }) => (loopDelay === null ? [] : figure(loopDelay)));
  return estimateOf(values, lag.length === 0 ? "no lag pass of this cell" : NOT_MEASURED);
}

function observationsOf(own: CellSamples): Record<string, Estimate> {
  const names = [...new Set(own.timed.flatMap(({ observations }) => Object.keys(observations)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      estimateOf([...own.byBlock(({ observations }) => ownValue(observations, name)).values()]),
    ]),
  );
}

/** Why a cell has no time: what its last execution that did not complete says, or that none was made. */
export function whyNothing({ attempts }: CellSamples): string {
  const last = attempts.findLast(({ pass, outcome }) => pass === "time" && outcome !== "completed");
  return last ? `${last.outcome}: ${last.reason ?? "no reason given"}` : "the run ended before it";
}

function count({ counted }: CellSamples, outcome: Outcome): number {
  return counted.filter((execution) => execution.outcome === outcome).length;
}

function ratio(dividend: number | null | undefined, divisor: number | null): number | null {
  return dividend === null || dividend === undefined || divisor === null || divisor === 0 ? null : dividend / divisor;
}
