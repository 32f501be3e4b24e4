/**
 * How long things took, in buckets each a tenth wider than the one before: a few kilobytes whatever is counted, and a quantile
 * within 5 % of the true one.
 */

/** Milliseconds: what takes no longer is in the first bucket. */
const SMALLEST = 0.001;
/** Milliseconds, eleven days: what takes longer is in the last bucket. */
const LARGEST = 1e9;
const GROWTH = 1.1;
const LENGTH = 1 + bucketOf(LARGEST);

/** Everything in milliseconds, and 0 where nothing was counted. */
export interface Distribution {
  count: number;
  sum: number;
  mean: number;
  min: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** Those that are not empty, from the shortest: how many took more than the bucket before, and at most `upTo`. */
  buckets: { upTo: number; count: number }[];
}

export class Histogram {
  readonly #counts = new Float64Array(LENGTH);
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = 0;

  /** @param milliseconds below 0, as when two clocks disagree, counts as 0 */
  record(milliseconds: number): void {
    const value = milliseconds > 0 ? milliseconds : 0;
    const bucket = Math.min(LENGTH - 1, bucketOf(value));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Counts all that the other one has, too. */
  add(other: Histogram): void {
    for (const [i, count] of other.#counts.entries()) this.#counts[i] = (this.#counts[i] ?? 0) + count;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** @param part from 0 to 1: 0.5 is the median */
  quantile(part: number): number {
    const rank = Math.max(1, Math.ceil(part * this.#count));
    let seen = 0;
    const bucket = this.#counts.findIndex((count) => (seen += count) >= rank);
    // As far, in proportion, from the bucket's one end as from the other.
    const middle = (2 * upperEnd(bucket)) / (1 + GROWTH);
    return Math.min(this.#max, Math.max(this.#min, middle));
  }

  distribution(): Distribution {
    const buckets: Distribution["buckets"] = [];
    for (const [i, count] of this.#counts.entries()) if (count > 0) buckets.push({ upTo: upperEnd(i), count });
    if (this.#count === 0) return { count: 0, sum: 0, mean: 0, min: 0, p50: 0, p90: 0, p99: 0, max: 0, buckets };
    return {
      count: this.#count,
      sum: this.#sum,
      mean: this.#sum / this.#count,
      min: this.#min,
      p50: this.quantile(0.5),
      p90: this.quantile(0.9),
      p99: this.quantile(0.99),
      max: this.#max,
      buckets,
    };
  }
}

function bucketOf(milliseconds: number): number {
  return milliseconds <= SMALLEST ? 0 : Math.ceil(Math.log(milliseconds / SMALLEST) / Math.log(GROWTH));
}

function upperEnd(bucket: number): number {
  return SMALLEST * GROWTH ** bucket;
}
