/** The rows of one workload and size: what each cell's executions say, and how it stands beside sequential. */
import type { Cell, ExecutionRecord } from "@triathlon/core/results/record";
import { estimateOf, NOT_MEASURED, type Estimate } from "./estimate.ts";
import { pairedRatios } from "./paired-ratio.ts";
import type { Row } from "./report.ts";
import { type CellSamples, type Samples, steadySeconds } from "./samples.ts";
import { compare } from "./verdict.ts";

/** `cells` are of one workload and size. */
export function rowsOf(cells: readonly Cell[], samples: Samples): Row[] {
  return cells.map((cell) => {
    const control = cells.find(({ runtime, model }) => runtime === cell.runtime && model === "sequential");
    return rowOf(cell, samples.of(cell), control && samples.of(control));
  });
}

function rowOf(cell: Cell, own: CellSamples, control: CellSamples | undefined): Row {
  const { runtime, model, workers, concurrency } = cell;
  const steady = estimateOf([...own.byBlock(steadySeconds).values()], whyNothing(own));
  const speedUp = speedUpOf(cell, own, control);
  const overlap = own.byBlock((execution) => ratio(execution.observations["waitedSeconds"], steadySeconds(execution)));
  return {
    runtime,
    model,
    workers,
    concurrency,
    steadySeconds: steady,
    speedUp,
    verdict:
      model === "sequential" || speedUp.n === 0
        ? null
        : compare(steady, estimateOf([...control!.byBlock(steadySeconds).values()]), speedUp),
    coldSeconds: timed(own, ({ wallSeconds }) => wallSeconds),
    cpuSeconds: timed(own, ({ cpuSeconds }) => cpuSeconds, "cpuSecondsReason"),
    coresUsed: timed(own, ({ cpuSeconds, wallSeconds }) => ratio(cpuSeconds, wallSeconds), "cpuSecondsReason"),
    peakMemoryBytes: remembered(own, ({ peakMemoryBytes }) => peakMemoryBytes),
    proportionalMemoryBytes: remembered(own, ({ proportionalMemoryBytes }) => proportionalMemoryBytes),
    observations: observationsOf(own),
    overlapFactor: overlap.size === 0 ? null : estimateOf([...overlap.values()]),
    checksum: own.timed.at(-1)?.checksum ?? own.memory.at(-1)?.checksum ?? null,
    outcomes: {
      completed: count(own, "completed"),
      failed: count(own, "failed"),
      skipped: count(own, "skipped"),
    },
  };
}

function speedUpOf({ model }: Cell, own: CellSamples, control: CellSamples | undefined): Estimate {
  if (model === "sequential") {
    // Beside itself there is nothing to be unsure of.
    return {
      n: own.timed.length,
      median: own.timed.length > 0 ? 1 : null,
      interval: null,
      reason: "the control itself",
    };
  }
  if (control === undefined) return estimateOf([], "no sequential to compare with");
  const ratios = pairedRatios(control.byBlock(steadySeconds), own.byBlock(steadySeconds));
  return estimateOf(ratios, "no block in which both this and sequential were measured");
}

function timed(
  own: CellSamples,
  figure: (execution: ExecutionRecord) => number | null,
  reason?: "cpuSecondsReason",
): Estimate {
  const why = reason && own.timed.map((execution) => execution[reason]).find((text) => text !== null);
  return estimateOf([...own.byBlock(figure).values()], why ?? whyNothing(own));
}

function remembered(own: CellSamples, figure: (execution: ExecutionRecord) => number | null): Estimate {
  const why = own.memory.map(({ memoryReason }) => memoryReason).find((text) => text !== null);
  const values = own.memory.map(figure).filter((value) => value !== null);
  return estimateOf(values, why ?? (own.memory.length === 0 ? "no memory pass of this cell" : NOT_MEASURED));
}

function observationsOf(own: CellSamples): Record<string, Estimate> {
  const names = [...new Set(own.timed.flatMap(({ observations }) => Object.keys(observations)))].sort();
  return Object.fromEntries(
    names.map((name) => [name, estimateOf([...own.byBlock(({ observations }) => observations[name]).values()])]),
  );
}

/** Why a cell has no time: what its last execution that did not complete says, or that none was made. */
export function whyNothing({ attempts }: CellSamples): string {
  const last = attempts.findLast(({ pass, outcome }) => pass === "time" && outcome !== "completed");
  return last ? `${last.outcome}: ${last.reason ?? "no reason given"}` : "the run ended before it";
}

function count({ records }: CellSamples, outcome: ExecutionRecord["outcome"]): number {
  return records.filter((record) => record.outcome === outcome).length;
}

function ratio(dividend: number | null | undefined, divisor: number | null): number | null {
  return dividend === null || dividend === undefined || divisor === null || divisor === 0 ? null : dividend / divisor;
}
