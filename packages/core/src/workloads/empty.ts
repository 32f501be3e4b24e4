/** Tasks that do nothing: what is left is the price of the execution model itself, call by call. */
import type { Executor } from "../pool/tasks.ts";
import type { Description, Implements, IterationResult, Workload } from "./workload.ts";

interface Parameters {
  calls: number;
}

interface Answer {
  calls: number;
  /** Results that came out in their input's place: all of them, since `map` keeps the order. */
  inPlace: number;
  sum: number;
}

export const description: Description<Parameters> = {
  name: "empty",
  title: "Empty tasks",
  kind: "overhead",
  summary:
    "A task that returns its argument, hundreds (small) to thousands of times: the price of handing a call to a worker and back.",
  sizes: {
    small: { parameters: { calls: 500 }, iterations: 2, warmups: 1, sequentialSeconds: 0.001 },
    medium: { parameters: { calls: 2_000 }, iterations: 3, warmups: 1, sequentialSeconds: 0.002 },
    large: { parameters: { calls: 20_000 }, iterations: 3, warmups: 1, sequentialSeconds: 0.02 },
  },
  defaultSizes: ["small"],
  besides: [1],
  concurrency: 16,
};

export const tasks = () => ({
  echo: (value: number) => value,
});

type Tasks = ReturnType<typeof tasks>;

export const inputs = ({ calls }: Parameters): number[] => Array.from({ length: calls }, (_, index) => index);

export async function run(executor: Executor<Tasks>, inputs: number[]): Promise<IterationResult<Answer>> {
  const answer: Answer = { calls: 0, inPlace: 0, sum: 0 };
  for await (const value of executor.map("echo", inputs, { lookAhead: 256 })) {
    if (value === inputs[answer.calls]) answer.inPlace++;
    answer.calls++;
    answer.sum += value;
  }
  return { answer };
}

export const expected = ({ calls }: Parameters): Answer => ({ calls, inPlace: calls, sum: (calls * (calls - 1)) / 2 });

export type Checked = Implements<Workload<Parameters, Tasks, number[], Answer>, typeof import("./empty.ts")>;
