/** Choices that a seed makes: the same for the same seed and case. */
import { Random } from "../../../../packages/core/src/workloads/support/random.ts";

export class Chance {
  readonly #random: Random;

  constructor(seed: number, number: number) {
    this.#random = new Random(seed, number);
  }

  /** A whole number below the limit. */
  below(limit: number): number {
    return this.#random.between(0, limit - 1);
  }

  one<T>(values: readonly T[]): T {
    const [value] = values.slice(this.below(values.length)) as [T];
    return value;
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  bytes(length: number): Buffer {
    return Buffer.from(this.#random.bytes(length));
  }
}
