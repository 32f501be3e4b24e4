/** Σ i², exact: pure computing that can be cut into equal parts, so that two cores can show what they are worth. */
import type { Executor } from "../pool/tasks.ts";
import type { Description, Implements, IterationResult, Workload } from "./workload.ts";

interface Parameters {
  /** The sum is over 0 ≤ i < `below`. At most 2²⁶. */
  below: number;
  /** How often the whole sum is taken. */
  repeats: number;
  /** Tasks that one sum is cut into. */
  parts: number;
}

/** From the first number to before the last. */
interface Range {
  from: number;
  to: number;
}

const TWO_TO_26 = 2 ** 26;
const TWO_TO_52 = 2 ** 52;

export const description: Description<Parameters> = {
  name: "sum-of-squares",
  title: "Sum of squares",
  kind: "CPU",
  summary:
    "The sum of i² over millions of numbers, in tasks of equal size. Nothing waits and nothing is sent: only more cores make it faster.",
  sizes: {
    small: {
      parameters: { below: 12_000_000, repeats: 1, parts: 2 },
      iterations: 3,
      warmups: 1,
      sequentialSeconds: 0.03,
    },
    medium: {
      parameters: { below: 40_000_000, repeats: 2, parts: 4 },
      iterations: 1,
      warmups: 1,
      sequentialSeconds: 0.2,
    },
    large: {
      parameters: { below: 50_000_000, repeats: 8, parts: 2 },
      iterations: 2,
      warmups: 1,
      sequentialSeconds: 1.0,
    },
  },
  defaultSizes: ["small"],
  concurrency: 16,
};

export const tasks = () => ({
  /**
   * The sum over `from` ≤ i < `to`, as decimal digits.
   *
   * It passes 2⁵³, beyond which a double skips whole numbers. So whenever `low` reaches 2⁵² that much is carried over to `high`,
   * and while every square is below 2⁵² no addition is ever rounded.
   *
   * @throws {RangeError} when `to` is above 2²⁶, whose square would be too large for that
   */
  sumOfSquares({ from, to }: Range): string {
    if (to > TWO_TO_26)
      throw new RangeError(`Cannot sum squares exactly: "to" must be at most ${TWO_TO_26}: found ${to}`);
    let high = 0;
    let low = 0;
    for (let i = from; i < to; i++) {
      low += i * i;
      if (low >= TWO_TO_52) {
        low -= TWO_TO_52;
        high += 1;
      }
    }
    return String(BigInt(high) * BigInt(TWO_TO_52) + BigInt(low));
  },
});

type Tasks = ReturnType<typeof tasks>;

export function inputs({ below, repeats, parts }: Parameters): Range[] {
  const ranges = Array.from({ length: parts }, (_, part) => ({
    from: Math.floor((below * part) / parts),
    to: Math.floor((below * (part + 1)) / parts),
  }));
  return Array.from({ length: repeats }, () => ranges).flat();
}

export async function run(executor: Executor<Tasks>, inputs: Range[]): Promise<IterationResult<string>> {
  let sum = 0n;
  for await (const { value } of executor.asCompleted("sumOfSquares", inputs)) sum += BigInt(value);
  return { answer: String(sum) };
}

/** The closed form: the squares below n add up to (n − 1) n (2n − 1) / 6. */
export function expected({ below, repeats }: Parameters): string {
  const n = BigInt(below);
  return String((BigInt(repeats) * ((n - 1n) * n * (2n * n - 1n))) / 6n);
}

export type Checked = Implements<Workload<Parameters, Tasks, Range[], string>, typeof import("./sum-of-squares.ts")>;
