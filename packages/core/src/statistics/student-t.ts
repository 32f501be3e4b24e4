/**
 * Student's t distribution: how often a t at least this far from 0 comes of nothing.
 *
 * It is the regularised incomplete beta function I_x(ν/2, ½) at x = ν / (ν + t²), here by its continued fraction.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22; evaluated as W. J. Lentz did, *Applied Optics* 15 (1976).
 */

/** @param degreesOfFreedom above 0 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return Math.min(Math.max(x, 0), 1);
  // The fraction converges fast on one side of this only; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return front / continuedFraction(x, a, b);
}

/** 1 + d₁ / (1 + d₂ / (1 + …)) */
function continuedFraction(x: number, a: number, b: number): number {
  const TINY = 1e-300;
  let value = 1;
  let upper = 1;
  let lower = 0;
  for (let step = 1; step <= 500; step++) {
    const m = Math.floor(step / 2);
    const d =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    lower = 1 / (1 + d * lower || TINY);
    upper = 1 + d / upper || TINY;
    value *= upper * lower;
    if (Math.abs(upper * lower - 1) < 1e-15) break;
  }
  return value;
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** By Stirling's series, for which small arguments are first raised. */
function logGamma(x: number): number {
  let raised = 0;
  let y = x;
  for (; y < 12; y++) raised += Math.log(y);
  const series = 1 / (12 * y) - 1 / (360 * y ** 3) + 1 / (1260 * y ** 5) - 1 / (1680 * y ** 7);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - raised;
}
