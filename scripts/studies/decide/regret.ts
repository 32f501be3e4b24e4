/**
 * How much worse than the best one does who follows an advice: `regret = time of the choice ÷ time of the best valid one − 1`. Who advises
 * what answers wrongly has failed, whatever its speed.
 */
import type { DecisionRecord } from "@triathlon/core/results/decisions";
import { median } from "@triathlon/core/statistics/median";
import { quantile } from "@triathlon/core/statistics/quantile";

export type Model = keyof DecisionRecord["truth"];

/** Who gives advice: `decide`, and those it is compared with. */
export const ADVISERS = {
  decide: ({ advised }: DecisionRecord): Model => advised ?? "as it is",
  "always threads": (): Model => "threads",
  "always as it is": (): Model => "as it is",
  // The rule of thumb: what uses the CPU for most of its time computes, what uses it for less than half of it waits.
  "CPU ÷ wall": ({ cpuPerWall }: DecisionRecord): Model =>
    cpuPerWall === null || (cpuPerWall >= 0.5 && cpuPerWall <= 0.8)
      ? "as it is"
      : cpuPerWall > 0.8
        ? "threads"
        : "async",
} as const;
export type Adviser = keyof typeof ADVISERS;

/** Infinite where the choice cannot be used. */
export function regretOf({ truth }: DecisionRecord, choice: Model): number {
  if (truth[choice].invalid !== null) return Infinity;
  const times = Object.values(truth).flatMap(({ rounds, invalid }) => (invalid === null ? [median(rounds)] : []));
  return median(truth[choice].rounds) / Math.min(...times) - 1;
}

export interface Regrets {
  workloads: number;
  /** Share of them with a regret of at most a tenth. */
  within: number;
  median: number;
  /** The 95th percentile. */
  high: number;
  /** Choices that answer wrongly or fail. */
  wrong: number;
  /** A pool was advised where leaving it as it is was the best. */
  falsePools: number;
  worst: { name: string; choice: Model; regret: number } | null;
}

const A_TENTH = 0.1;

export function regrets(records: readonly DecisionRecord[], adviser: Adviser): Regrets {
  const all = records.map((record) => {
    const choice = ADVISERS[adviser](record);
    return { name: record.name, choice, regret: regretOf(record, choice), best: bestOf(record) };
  });
  const finite = all.map(({ regret }) => regret).filter(Number.isFinite);
  const sorted = all.toSorted((a, b) => b.regret - a.regret);
  return {
    workloads: all.length,
    within: all.filter(({ regret }) => regret <= A_TENTH).length / Math.max(1, all.length),
    median: finite.length > 0 ? median(finite) : NaN,
    high:
      finite.length > 0
        ? quantile(
            finite.toSorted((a, b) => a - b),
            0.95,
          )
        : NaN,
    wrong: all.filter(({ regret }) => regret === Infinity).length,
    falsePools: all.filter(
      ({ choice, best, regret }) => choice !== "as it is" && best === "as it is" && regret > A_TENTH,
    ).length,
    worst: sorted[0] ?? null,
  };
}

export function bestOf({ truth }: DecisionRecord): Model {
  const valid = (Object.entries(truth) as [Model, DecisionRecord["truth"][Model]][]).filter(
    ([, { invalid }]) => invalid === null,
  );
  return valid.toSorted(([, a], [, b]) => median(a.rounds) - median(b.rounds))[0]?.[0] ?? "as it is";
}

/** Half the width of what the truth itself is known to, of the best model: its rounds' spread around their median. */
export function uncertaintyOf(record: DecisionRecord): number {
  const { rounds } = record.truth[bestOf(record)];
  return rounds.length < 2 ? NaN : (Math.max(...rounds) - Math.min(...rounds)) / 2 / median(rounds);
}
