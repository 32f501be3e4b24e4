/**
 * A second opinion on paired differences: a t-test of their mean without the 20 % smallest and the 20 % largest.
 *
 * Sources: J. W. Tukey and D. H. McLaughlin, *Less Vulnerable Confidence and Significance Procedures for Location Based on a
 * Single Sample*, Sankhyā A 25 (1963); R. R. Wilcox, *Introduction to Robust Estimation and Hypothesis Testing*, section 4.3.
 */
import { studentTwoSided } from "./student-t.ts";

const TRIMMED = 0.2;

export interface TrimmedMeanTest {
  mean: number;
  standardError: number;
  degreesOfFreedom: number;
  twoSided: number;
}

/** Null below five differences, of which too few would be left, and where all that is left is the same. */
export function trimmedMeanTest(differences: readonly number[]): TrimmedMeanTest | null {
  const n = differences.length;
  const trimmed = Math.floor(TRIMMED * n);
  if (n < 5) return null;
  const sorted = [...differences].sort((a, b) => a - b);
  const [lowest, highest] = [sorted[trimmed]!, sorted[n - 1 - trimmed]!];
  const mean = meanOf(sorted.slice(trimmed, n - trimmed));
  // What was cut off stands in as the last value that was kept.
  const winsorised = sorted.map((value) => Math.min(Math.max(value, lowest), highest));
  const centre = meanOf(winsorised);
  const variance = winsorised.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1);
  if (variance === 0) return null;
  const standardError = Math.sqrt(variance) / ((1 - 2 * TRIMMED) * Math.sqrt(n));
  const degreesOfFreedom = n - 2 * trimmed - 1;
  return { mean, standardError, degreesOfFreedom, twoSided: studentTwoSided(mean / standardError, degreesOfFreedom) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
