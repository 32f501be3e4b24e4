/** One figure for each block, from the samples of a process. */
import type { PoolRecord } from "@triathlon/core/results/pools";
import { median } from "@triathlon/core/statistics/median";
import { CASES, MEMORY_WORKERS } from "./cases.ts";
import type { BlockEstimate } from "./pools-report.ts";
import { blockEstimateOf } from "./block-estimate.ts";
import { UsageError } from "../../usage-error.ts";

/** Of one contender in one case, by block: seconds of a call or of a pass, or bytes of an idle worker. */
export function figuresOf(records: readonly PoolRecord[]): Map<number, number> {
  const completed = records.filter(({ outcome }) => outcome === "completed");
  if (completed[0]?.case === "idle-memory") return bytesOf(completed);
  return new Map(completed.map((record) => [record.block, secondsOf(record)]));
}

/** The installable one with the smallest median among the records of one case; null where none was completed. */
export function bestPeerOf(records: readonly PoolRecord[]): string | null {
  const peers = Map.groupBy(
    records.filter(({ role }) => role === "peer"),
    ({ contender }) => contender,
  );
  const ranked = [...peers]
    .map(([contender, own]) => ({ contender, figures: [...figuresOf(own).values()] }))
    .filter(({ figures }) => figures.length > 0)
    .map(({ contender, figures }) => ({ contender, figure: median(figures) }))
    .sort((a, b) => a.figure - b.figure);
  return ranked[0]?.contender ?? null;
}

/** A quantity beside the time, one value for each record that is completed. */
export function observed(records: readonly PoolRecord[], of: (record: PoolRecord) => number): BlockEstimate {
  return blockEstimateOf(records.filter(({ outcome }) => outcome === "completed").map(of));
}

/** Throughput divided by what workers without a pool reached: the mean of before and after. */
export function efficiencyOf(record: PoolRecord): number {
  const capacity = record.figures?.observations["capacity"] ?? [];
  const mean = capacity.reduce((sum, one) => sum + one, 0) / capacity.length;
  return 1 / secondsOf(record) / mean;
}

/** The smallest time that at least 99 of 100 short tasks do not exceed. */
export function shortP99Of({ figures }: PoolRecord): number {
  const sorted = [...(figures?.observations["shortSeconds"] ?? [])].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}

/** The share of buffers that the sender was rid of. */
export const detachedOf = ({ figures, calls }: PoolRecord): number =>
  (figures?.observations["detached"]?.[0] ?? 0) / calls;

function secondsOf(record: PoolRecord): number {
  const { seconds } = record.figures ?? { seconds: [] };
  if (seconds.length === 0) {
    const { contender, block } = record;
    throw new UsageError(`Cannot analyse ${contender} in ${record.case}, block ${block}: wanted seconds, found none`);
  }
  const pass = median(seconds);
  return CASES[record.case].figure === "call" ? pass / record.calls : pass;
}

function bytesOf(records: readonly PoolRecord[]): Map<number, number> {
  const { few, many } = MEMORY_WORKERS;
  const memory = (block: number, workers: number): number | null =>
    records.find((record) => record.block === block && record.workers === workers)?.proportionalMemoryBytes ?? null;
  const bytes = new Map<number, number>();
  for (const block of new Set(records.map((record) => record.block))) {
    const [least, most] = [memory(block, few), memory(block, many)];
    if (least !== null && most !== null) bytes.set(block, (most - least) / (many - few));
  }
  return bytes;
}
