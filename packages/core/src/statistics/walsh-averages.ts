/**
 * The means of all pairs of values, each with itself too, in order: what the signed-rank test sees of a sample.
 *
 * A few are written down and sorted. Of many, only the one asked for is looked for, by halving the range it lies in and counting
 * how many lie below: n steps a time in place of n² in all.
 *
 * Source: J. F. Monahan, *Algorithm 616: Fast Computation of the Hodges–Lehmann Location Estimator*, ACM Transactions on
 * Mathematical Software 10 (1984), in its simplest form.
 */
export class WalshAverages {
  readonly count: number;
  readonly #sorted: Float64Array;
  readonly #all: Float64Array | null;

  constructor(values: readonly number[]) {
    this.count = (values.length * (values.length + 1)) / 2;
    this.#sorted = Float64Array.from(values).sort();
    this.#all = values.length <= MOST_WRITTEN_DOWN ? averagesOf(this.#sorted) : null;
  }

  /** The one of this rank, from 1, the smallest, to `count`. */
  at(rank: number): number {
    if (this.#all !== null) return this.#all[rank - 1]!;
    let low = this.#sorted[0]!;
    let high = this.#sorted.at(-1)!;
    for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
      if (this.#atMost(middle) >= rank) high = middle;
      else low = middle;
    }
    return this.#atMost(low) >= rank ? low : high;
  }

  /** How many are at most so large: for each value, those from itself on whose mean with it is. */
  #atMost(limit: number): number {
    const sorted = this.#sorted;
    let count = 0;
    let end = sorted.length - 1;
    for (let one = 0; one <= end; one++) {
      while (end >= one && (sorted[one]! + sorted[end]!) / 2 > limit) end--;
      count += Math.max(0, end - one + 1);
    }
    return count;
  }
}

const MOST_WRITTEN_DOWN = 100;

function averagesOf(sorted: Float64Array): Float64Array {
  const averages = new Float64Array((sorted.length * (sorted.length + 1)) / 2);
  let place = 0;
  sorted.forEach((one, index) => {
    for (let other = index; other < sorted.length; other++) averages[place++] = (one + sorted[other]!) / 2;
  });
  return averages.sort();
}
