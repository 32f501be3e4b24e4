/** Two ways to judge a cell of two runs: by pairs where both were made together, by two samples where they were not. */
import { ratioEstimate, shiftEstimate } from "../analysis/estimate.ts";
import { CONFIDENCE } from "@triathlon/core/statistics/median-interval";
import { type ByBlock, pairedRatios } from "../analysis/paired-ratio.ts";
import { isEquivalentShift } from "@triathlon/core/statistics/equivalence";
import { holm, LEVEL } from "@triathlon/core/statistics/holm";
import { leastRankSumP, medianShift, rankSumTest, shiftInterval } from "@triathlon/core/statistics/rank-sum";
import { type Family, judge, MARGIN, nameDifference, type Verdict } from "../analysis/verdict.ts";
import type { ComparedCell, RunComparison } from "./run-comparison.ts";

/** One cell's times in seconds, by block. */
export interface Sides {
  base: ByBlock;
  new: ByBlock;
  /** Share beyond which a difference is named. */
  threshold: number;
}

export type Judged = Pick<ComparedCell, "timeRatio" | "verdict" | "evidence">;

export interface Method {
  name: RunComparison["method"];
  judge(all: readonly Sides[], family: Family): Judged[];
}

/** The signed-rank test on ratios within blocks: what the machine does to a block, it does to both sides. */
export const PAIRED: Method = {
  name: "paired by block",
  judge: (all, family) => {
    const judgements = judge(
      all.map((sides) => ({ ratios: pairedRatios(sides.base, sides.new), threshold: sides.threshold })),
      family,
    );
    return all.map((sides, index) => {
      const { verdict, evidence } = judgements[index]!;
      const { secondOpinion: _, ...rest } = evidence;
      return { timeRatio: ratioEstimate(pairedRatios(sides.new, sides.base)), verdict, evidence: rest };
    });
  },
};

/**
 * The rank-sum test on logarithms of times. Whatever changed between the two runs counts as a difference between the commits: a
 * neighbour on the same host too.
 */
export const UNPAIRED: Method = {
  name: "unpaired",
  judge: (all, family) => {
    const logarithms = all.map(({ base, new: next, threshold }) => ({
      base: [...base.values()].map(Math.log),
      next: [...next.values()].map(Math.log),
      threshold,
    }));
    const tests = logarithms.map(({ base, next }) => rankSumTest(base, next).twoSided);
    const adjusted = holm(tests, family.size);
    return logarithms.map((samples, index) => ({
      timeRatio: shiftEstimate(
        Math.min(samples.base.length, samples.next.length), // blocks of the smaller side
        medianShift(samples.next, samples.base),
        shiftInterval(samples.next, samples.base, CONFIDENCE),
      ),
      verdict: verdictOf(samples, adjusted[index]!, family),
      evidence: {
        p: tests[index]!,
        adjustedP: adjusted[index]!,
        familySize: family.size,
        margin: MARGIN,
        threshold: samples.threshold,
      },
    }));
  },
};

/** Logarithms of both sides' times, each at least one, and the share beyond which a difference is named. */
interface Samples {
  base: readonly number[];
  next: readonly number[];
  threshold: number;
}

function verdictOf({ base, next, threshold }: Samples, adjustedP: number, { size, tooNoisy }: Family): Verdict {
  const interval = shiftInterval(base, next, CONFIDENCE);
  if (interval === null || leastRankSumP(base.length, next.length) * size >= LEVEL) return "too few executions";
  if (tooNoisy) return "inconclusive";
  return nameDifference(adjustedP, interval, threshold, isEquivalentShift(base, next, Math.log1p(MARGIN)));
}
