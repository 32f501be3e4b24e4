/** A workload that does not behave: its sizes are the ways not to. */
import process from "node:process";
import type { Executor } from "../../../packages/core/src/pool/tasks.ts";
import type { Description, IterationResult } from "../../../packages/core/src/workloads/workload.ts";

type Way = "well" | "wrong" | "crash" | "hang" | "flood";

const size = (way: Way) => ({ parameters: way, iterations: 1, warmups: 0, sequentialSeconds: 0.01 });

export const description: Description<Way> = {
  name: "wayward",
  title: "Wayward",
  kind: "CPU",
  summary: "Behaves well, answers wrongly, crashes, hangs or floods stdout, by its size.",
  sizes: { well: size("well"), wrong: size("wrong"), crash: size("crash"), hang: size("hang"), flood: size("flood") },
  defaultSizes: ["well"],
  concurrency: 2,
};

const text = "flood ".repeat(1000);

export const tasks = () => ({
  behave(way: Way): number {
    if (way === "crash") process.exit(7);
    if (way === "hang") for (;;);
    if (way === "flood") for (let i = 0; i < 2000; i++) console.log(text);
    return way === "wrong" ? 41 : 42;
  },
});

export const inputs = (way: Way): Way[] => [way, way, way, way];

export async function run(
  executor: Executor<ReturnType<typeof tasks>>,
  ways: Way[],
): Promise<IterationResult<number[]>> {
  return { answer: await Promise.all(ways.map((way) => executor.submit("behave", [way]))) };
}

export const expected = (): number[] => [42, 42, 42, 42];
