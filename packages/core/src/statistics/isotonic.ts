/**
 * The rising curve nearest to noisy points, and where it crosses zero.
 *
 * Neighbours that fall are pooled into one point, at their weighted mean place and value, until none falls. A pooled point stands at its
 * centre and does not make the curve flat, so that the crossing is one place.
 *
 * Sources: M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid and E. Silverman, *An Empirical Distribution Function for Sampling with
 * Incomplete Information*, Annals of Mathematical Statistics 26 (1955); A. P. Oron and N. Flournoy, *Centered Isotonic Regression*,
 * Statistics in Biopharmaceutical Research 9 (2017).
 */

/** What was seen at one place. */
export interface Seen {
  place: number;
  value: number;
  /** Above 0: how many observations it is the middle of. */
  weight: number;
}

/** @param points by rising place. Of those returned no value is below the one before it */
export function isotonic(points: readonly Seen[]): Seen[] {
  const rising: Seen[] = [];
  for (const point of points) {
    let last = point;
    while (rising.length > 0 && rising.at(-1)!.value > last.value) last = pooled(rising.pop()!, last);
    rising.push(last);
  }
  return rising;
}

/**
 * Where the rising curve through the points crosses zero, in a straight line between two of them. −∞ where all of it is above zero, or
 * at it; ∞ where all of it is below.
 *
 * @param points by rising place, at least one
 */
export function zeroCrossing(points: readonly Seen[]): number {
  const curve = isotonic(points);
  const index = curve.findIndex(({ value }) => value >= 0);
  if (index < 1) return index === 0 ? -Infinity : Infinity;
  const [below, above] = [curve[index - 1]!, curve[index]!];
  return below.place + (below.value / (below.value - above.value)) * (above.place - below.place);
}

function pooled(one: Seen, other: Seen): Seen {
  const weight = one.weight + other.weight;
  const mean = (a: number, b: number): number => (one.weight * a + other.weight * b) / weight;
  return { place: mean(one.place, other.place), value: mean(one.value, other.value), weight };
}
