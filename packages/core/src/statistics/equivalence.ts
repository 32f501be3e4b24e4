/**
 * Are two things the same for all practical purposes? Two one-sided tests: the middle of the differences lies above the lower
 * margin, and below the upper one. Both at 5 %, which is to say that the 90 % interval lies within the margins.
 *
 * That no difference was found is no such proof: too few measurements find nothing either.
 *
 * Source: D. J. Schuirmann, *A Comparison of the Two One-Sided Tests Procedure and the Power Approach*, Journal of
 * Pharmacokinetics and Biopharmaceutics 15 (1987); here with signed-rank tests.
 */
import { LEVEL } from "./holm.ts";
import { rankSumTest } from "./rank-sum.ts";
import { signedRankTest } from "./signed-rank.ts";

/** The larger of the two tests' p-values. @param margin above 0; the middle is held to lie between − and + margin */
export function equivalenceP(differences: readonly number[], margin: number): number {
  const aboveLower = signedRankTest(differences.map((difference) => difference + margin)).greater;
  const belowUpper = signedRankTest(differences.map((difference) => difference - margin)).less;
  return Math.max(aboveLower, belowUpper);
}

/** The same of two samples without pairs, with rank-sum tests: is the shift of `one` above `other` within ± margin? */
export function isEquivalentShift(one: readonly number[], other: readonly number[], margin: number): boolean {
  const aboveLower = rankSumTest(
    one.map((value) => value + margin),
    other,
  ).greater;
  const belowUpper = rankSumTest(
    one.map((value) => value - margin),
    other,
  ).less;
  return Math.max(aboveLower, belowUpper) < LEVEL;
}

export const isEquivalent = (differences: readonly number[], margin: number): boolean =>
  equivalenceP(differences, margin) < LEVEL;
