/**
 * A workload of your own: what it does, in one line.
 *
 * `npx -y pnpm@12.21.0 bench --workload ./mine.ts` measures it in every runtime and execution model, beside a plain loop.
 */
import type { Executor } from "../../pool/tasks.ts";
import type { Description, Implements, IterationResult, Workload } from "../workload.ts";

/** What makes a size: plain JSON. */
interface Parameters {
  texts: number;
  letters: number;
}

export const description: Description<Parameters> = {
  name: "mine",
  title: "Mine",
  // "CPU" | "CPU with large data" | "fine-grained CPU" | "waiting" | "network I/O" | "file I/O" | "blocking library" | "overhead"
  kind: "CPU",
  summary: "Texts made by a formula, each counted for vowels. Replace it by what your program does.",
  sizes: {
    // `iterations` timed passes after `warmups` others; `sequentialSeconds` says about how long one takes in a plain loop.
    small: { parameters: { texts: 20, letters: 50_000 }, iterations: 3, warmups: 1, sequentialSeconds: 0.02 },
    medium: { parameters: { texts: 100, letters: 50_000 }, iterations: 3, warmups: 1, sequentialSeconds: 0.1 },
    large: { parameters: { texts: 400, letters: 50_000 }, iterations: 1, warmups: 1, sequentialSeconds: 0.4 },
  },
  defaultSizes: ["small"],
  // Calls in flight in async; `workers: 4` would be for threads and processes, which have 2 by default.
  concurrency: 16,
};

/** What runs in the workers. Files, the network and a database are reached through the `io` that `tasks` is called with. */
export const tasks = () => ({
  countVowels(text: string): number {
    let vowels = 0;
    for (const letter of text) if ("aeiou".includes(letter)) vowels++;
    return vowels;
  },
});

type Tasks = ReturnType<typeof tasks>;

/** Made before the clock starts, the same in every cell. */
export const inputs = ({ texts, letters }: Parameters): string[] =>
  Array.from({ length: texts }, (_, index) => "abcdefghij".repeat(letters / 10).slice(index % 10));

/** What is timed: gives the work to the executor, and puts the answer together, which is plain JSON. */
export async function run(executor: Executor<Tasks>, inputs: string[]): Promise<IterationResult<number>> {
  let answer = 0;
  for await (const vowels of executor.map("countVowels", inputs)) answer += vowels;
  return { answer };
}

/** The oracle: the answer by another way than the tasks' code. Each answer is compared with it; where they differ, both are shown. */
export function expected({ texts, letters }: Parameters): number {
  let sum = 0;
  for (let index = 0; index < texts; index++) {
    const missing = "abcdefghij".slice(0, index % 10).match(/[aeiou]/g)?.length ?? 0;
    sum += (letters / 10) * 3 - missing;
  }
  return sum;
}

/** Lets the compiler check that this file is a workload. */
export type Checked = Implements<Workload<Parameters, Tasks, string[], number>, typeof import("./template.ts")>;
