/** Which of two cells is faster, if that can be told: decided for a whole family of comparisons at once. */
import { z } from "zod";
import { CONFIDENCE } from "@triathlon/core/statistics/median-interval";
import { isEquivalent } from "@triathlon/core/statistics/equivalence";
import { holm, leastPairs, LEVEL } from "@triathlon/core/statistics/holm";
import { signedRankInterval, signedRankTest } from "@triathlon/core/statistics/signed-rank";
import { trimmedMeanTest } from "@triathlon/core/statistics/trimmed-mean";

/**
 * `leans …` has been shown to differ, but not by more than the threshold. `inconclusive` has been shown neither to differ nor to be the
 * same.
 */
export const verdict = z.enum([
  "faster",
  "slower",
  "leans faster",
  "leans slower",
  "equivalent",
  "inconclusive",
  "too few executions",
]);

/** What a verdict rests on. */
export const evidence = z.object({
  /** Of the exact signed-rank test, two-sided; null without pairs. */
  p: z.number().nullable(),
  /** The same, adjusted for the family by Holm's procedure. */
  adjustedP: z.number().nullable(),
  /** Comparisons in the family, as planned. */
  familySize: z.int().positive(),
  /** Within this share two are the same for all practical purposes: fixed before the run, whatever the run's noise. */
  margin: z.number().positive(),
  /** A difference is named only beyond this share: the margin, or this run's noise floor where that is higher. */
  threshold: z.number().positive(),
  /** Whether the t-test of the 20 % trimmed mean finds a difference where the signed-rank test does, and on the same side. */
  secondOpinion: z.enum(["agrees", "disagrees"]).nullable(),
});

export type Verdict = z.infer<typeof verdict>;
type Evidence = z.infer<typeof evidence>;

/** One cell against another. */
export interface Contest {
  /** How many times as fast the one is as the other, block by block. */
  ratios: readonly number[];
  /** Share beyond which a difference is named: see {@link thresholdOf}. */
  threshold: number;
}

export interface Judgement {
  verdict: Verdict;
  evidence: Evidence;
}

export interface Family {
  /** Comparisons that were planned, at least as many as there are contests. */
  size: number;
  /** Whether the machine was so disturbed that nothing is to be named. */
  tooNoisy: boolean;
}

/** Smaller differences matter to nobody, however sure they are. Fixed: a noisy run must not make more things the same. */
export const MARGIN = 0.02;

/** The margin, or the highest of the noise floors where that is higher. @param floors shares; null where unknown */
export const thresholdOf = (...floors: (number | null)[]): number =>
  Math.max(MARGIN, ...floors.map((floor) => floor ?? 0));

/**
 * A verdict for each contest, in order. *Faster* and *slower* need both an adjusted p below 5 % and an interval that lies wholly beyond
 * the threshold; *equivalent* a proof that the difference lies within the margin. What has the p alone *leans*; everything else is
 * inconclusive.
 */
export function judge(contests: readonly Contest[], { size, tooNoisy }: Family): Judgement[] {
  const tests = contests.map(({ ratios }) => signedRankTest(ratios.map(Math.log)).twoSided);
  const adjusted = holm(tests, size);
  return contests.map((contest, index) => ({
    verdict: verdictOf(contest, adjusted[index]!, { size, tooNoisy }),
    evidence: {
      p: contest.ratios.length === 0 ? null : tests[index]!,
      adjustedP: contest.ratios.length === 0 ? null : adjusted[index]!,
      familySize: size,
      margin: MARGIN,
      threshold: contest.threshold,
      secondOpinion: secondOpinion(contest.ratios, tests[index]!),
    },
  }));
}

function verdictOf({ ratios, threshold }: Contest, adjustedP: number, { size, tooNoisy }: Family): Verdict {
  if (ratios.length < leastPairs(size)) return "too few executions";
  if (tooNoisy) return "inconclusive";
  const logarithms = ratios.map(Math.log);
  const interval = signedRankInterval(logarithms, CONFIDENCE)!;
  return nameDifference(adjustedP, interval, threshold, isEquivalent(logarithms, Math.log1p(MARGIN)));
}

/**
 * The verdict on a difference of logarithms, above 0 where the one is faster.
 *
 * @param threshold a share
 * @param equivalent whether it was shown to lie within the margin
 */
export function nameDifference(
  adjustedP: number,
  interval: { low: number; high: number },
  threshold: number,
  equivalent: boolean,
): Verdict {
  const beyond = Math.log1p(threshold);
  if (adjustedP < LEVEL && interval.low > beyond) return "faster";
  if (adjustedP < LEVEL && interval.high < -beyond) return "slower";
  if (equivalent) return "equivalent";
  if (adjustedP >= LEVEL) return "inconclusive";
  return interval.low + interval.high > 0 ? "leans faster" : "leans slower";
}

function secondOpinion(ratios: readonly number[], p: number): Evidence["secondOpinion"] {
  const logarithms = ratios.map(Math.log);
  const other = trimmedMeanTest(logarithms);
  if (other === null) return null;
  const sum = signedRankTest(logarithms);
  const sameSide = p >= LEVEL || Math.sign(other.mean) === (sum.greater < sum.less ? 1 : -1);
  return other.twoSided < LEVEL === p < LEVEL && sameSide ? "agrees" : "disagrees";
}
