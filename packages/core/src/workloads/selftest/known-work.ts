/**
 * Work of a known amount, for testing the bench itself: 10 % more of it, half of it, with a wrong answer, one task after the
 * other where it should be several at once, with the loop blocked, with a weight of memory. What is wrong with a size is in its
 * name; a bench that does not notice cannot be trusted with anything else.
 */
import type { Executor } from "../../pool/tasks.ts";
import type { Description, Implements, IterationResult, Size, Workload } from "../workload.ts";

type Trick = "none" | "wrong answer" | "half the work" | "one by one" | "blocked loop" | "ballast";

interface Parameters {
  /** Each adds one number. */
  turns: number;
  /** Tasks that the work is cut into. */
  parts: number;
  trick: Trick;
}

interface Range {
  from: number;
  to: number;
}

interface Inputs {
  ranges: Range[];
  trick: Trick;
}

const TURNS = 40_000_000;
/** For how long the size `blocked-loop` keeps the loop from turning. */
export const BLOCKED_SECONDS = 0.05;
/** What the size `ballast` holds on to. */
export const BALLAST_BYTES = 300 * 2 ** 20;

const size = (trick: Trick, more: Partial<Parameters> = {}): Size<Parameters> => ({
  parameters: { turns: TURNS, parts: 4, trick, ...more },
  iterations: 5,
  warmups: 1,
  sequentialSeconds: 0.02,
});

export const description: Description<Parameters> = {
  name: "known-work",
  title: "Known work",
  kind: "CPU",
  summary: "Adds up the whole numbers below a limit: so much, a tenth more, or not what it says.",
  sizes: {
    short: { ...size("none", { turns: TURNS / 5 }), iterations: 3 },
    base: size("none"),
    more: size("none", { turns: TURNS * 1.1 }),
    "wrong-answer": size("wrong answer"),
    "half-the-work": size("half the work"),
    "one-by-one": size("one by one"),
    "blocked-loop": size("blocked loop"),
    ballast: size("ballast"),
  },
  defaultSizes: ["base"],
  concurrency: 4,
};

export const tasks = () => ({
  /**
   * The sum over `from` ≤ i < `to`; exact while it is below 2⁵². It is never a whole number: with whole ones an engine sometimes finds a
   * way that is several times as fast, in one process of ten.
   */
  add({ from, to }: Range): number {
    ranHere = true;
    let sum = 0.5;
    for (let i = from; i < to; i++) sum += i;
    return sum - 0.5;
  },
});

type Tasks = ReturnType<typeof tasks>;

/** Every range is of the same numbers, so that one part's answer could pass for another's. */
export function inputs({ turns, parts, trick }: Parameters): Inputs {
  return { ranges: Array.from({ length: parts }, () => ({ from: 0, to: Math.round(turns / parts) })), trick };
}

export async function run(executor: Executor<Tasks>, { ranges, trick }: Inputs): Promise<IterationResult<number[]>> {
  switch (trick) {
    case "wrong answer":
      return { answer: (await all(executor, ranges)).map((sum) => sum + 1) };
    case "half the work": {
      // In other threads and processes only, and with an answer that is right.
      const half = await all(executor, ranges.slice(ranges.length / 2));
      const others = ranHere ? await all(executor, ranges.slice(0, ranges.length / 2)) : half;
      return { answer: [...others, ...half] };
    }
    case "one by one": {
      const answer: number[] = [];
      for (const range of ranges) answer.push(await executor.submit("add", [range]));
      return { answer };
    }
    case "blocked loop":
      await blockLoop();
      return { answer: await all(executor, ranges) };
    case "ballast":
      ballast ??= new Uint8Array(BALLAST_BYTES).fill(1);
      return { answer: await all(executor, ranges) };
    case "none":
      return { answer: await all(executor, ranges) };
  }
}

const all = (executor: Executor<Tasks>, ranges: readonly Range[]): Promise<number[]> =>
  Promise.all(ranges.map((range) => executor.submit("add", [range])));

let ballast: Uint8Array | undefined;
/** Whether tasks run in the same thread as `run`. */
let ranHere = false;

/** From the first moment of the pass; then it turns, so that nothing else is in the delay. */
async function blockLoop(): Promise<void> {
  for (const until = performance.now() + BLOCKED_SECONDS * 1000; performance.now() < until;);
  await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Gauss's way: the numbers below n add up to n (n − 1) / 2. */
export function expected({ turns, parts }: Parameters): number[] {
  const n = Math.round(turns / parts);
  return Array.from({ length: parts }, () => (n * (n - 1)) / 2);
}

export type Checked = Implements<Workload<Parameters, Tasks, Inputs, number[]>, typeof import("./known-work.ts")>;
