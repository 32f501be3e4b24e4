import { expect, test } from "vitest";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { cellOf, madeUpRun, type MadeUp } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";

const MODELS: ExecutionModel[] = ["sequential", "async", "threading", "multiprocessing"];

/** The sentence of a run in which each cell takes `seconds`, a little more from block to block. */
function sentence(
  seconds: (runtime: string, model: ExecutionModel) => number,
  { workload = "sum-of-squares", runtimes = ["node", "deno"], models = MODELS, ...more }: Options = {},
): string {
  const cells = runtimes.flatMap((runtime) => models.map((model) => cellOf(runtime, model, { workload })));
  const run = madeUpRun({
    cells,
    timedBlocks: ENOUGH,
    ...more,
    change: ({ runtime, model, block }) => {
      const time = seconds(runtime, model) * (1 + block / 1000);
      return {
        iterationSeconds: [time],
        cpuSeconds: model === "sequential" || model === "async" ? 1 : 1.9,
        wallSeconds: 1,
      };
    },
  });
  return analyse(run).comparisons[0]!.sentence;
}

/** For a family of twelve. */
const ENOUGH = 9;

type Options = { workload?: string; runtimes?: string[]; models?: ExecutionModel[] } & Partial<MadeUp>;

const halved = (_: string, model: ExecutionModel): number => (model === "sequential" || model === "async" ? 1 : 0.5);

test("what is faster is said with its figure and its reason; what is not is not", () => {
  expect(sentence(halved)).toBe(
    "On sum-of-squares, two threads and two processes are 2.0 times as fast as sequential, because several cores compute " +
      "at once; async is as fast as sequential, because one thread computes at a time; the runtimes are equally fast in " +
      "every model.",
  );
});

test("the same workload with other figures gets the other sentence", () => {
  expect(sentence((_, model) => (model === "sequential" ? 1 : 3), { workload: "count-words" })).toContain(
    "two threads and two processes take 3.0 times as long as sequential, because handing over so small a task costs more",
  );
});

test("runtimes that disagree are named one by one", () => {
  const text = sentence((runtime, model) => (model === "threading" ? (runtime === "node" ? 0.5 : 2) : 1));
  expect(text).toContain(
    "two threads are 2.0 times as fast as sequential in Node and take 2.0 times as long as sequential in Deno",
  );
});

test("a fastest runtime is named where every interval is apart", () => {
  const text = sentence((runtime) => (runtime === "deno" ? 1 : 1.25));
  expect(text).toContain("Deno is the fastest runtime in every model, by 25 %");
});

test("runtimes that lead together are named together", () => {
  const text = sentence((runtime) => (runtime === "bun" ? 2 : 1), { runtimes: ["node", "deno", "bun"] });
  expect(text).toContain("Node and Deno lead in every model");
});

test("no winner is named for a difference too small to matter, nor for one that is not sure", () => {
  const cells = MODELS.map((model) => cellOf("node", model));
  const seconds: Record<ExecutionModel, (block: number) => number> = {
    sequential: () => 1,
    async: () => 0.99,
    threading: (block) => (block === 3 ? 1.3 : 0.8 + block / 100),
    multiprocessing: (block) => 0.7 + block / 10,
    distributed: () => 1.5,
  };
  const run = madeUpRun({
    cells,
    timedBlocks: ENOUGH,
    change: ({ model, block }) => ({ iterationSeconds: [seconds[model](block)] }),
  });
  expect(analyse(run).comparisons[0]!.sentence).toBe(
    "On sum-of-squares, async is as fast as sequential, because one thread computes at a time; " +
      "two threads and two processes are not told apart from sequential.",
  );
});

test("a pair of runtimes that differs is named, where the third hangs between the two", () => {
  const cells = ["node", "deno", "bun"].map((runtime) => cellOf(runtime, "sequential"));
  const between = (block: number): number => (block % 2 === 0 ? 1.2 : 0.9);
  const run = madeUpRun({
    cells,
    timedBlocks: ENOUGH,
    change: ({ runtime, block }) => ({
      iterationSeconds: [runtime === "node" ? 1 : runtime === "deno" ? 1.1 + block / 1000 : between(block)],
    }),
  });
  const { sentence, sideBySide } = analyse(run).comparisons[0]!;
  expect(sideBySide[0]!.tiers).toHaveLength(1);
  expect(sentence).toMatch(/; Node is faster than Deno by 1\d % \(no other two are told apart\)\.$/);
});

test("what is sure and too small to name leans, and is not called undecided", () => {
  const cells = ["node", "deno"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model)));
  const run = madeUpRun({
    cells,
    timedBlocks: 20,
    change: ({ model, block }) => ({ iterationSeconds: [model === "async" ? 1 / (1.012 + block / 1000) : 1] }),
  });
  const { sentence } = analyse(run).comparisons[0]!;
  expect(sentence).toMatch(/async leans faster than sequential \(1\.02\d? times as fast\) in Node and Deno/);
});

test("too few executions give figures, and neither winner nor reason", () => {
  expect(sentence(halved, { timedBlocks: 5 })).toBe(
    "On sum-of-squares, too few executions to judge, so indicative only: async 1.00 times and two threads and two " +
      "processes 2.0 times as fast as sequential.",
  );
});

test("a runtime without the cell is not counted in", () => {
  const cells = ["node", "deno"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model)));
  const run = madeUpRun({
    cells,
    timedBlocks: ENOUGH,
    change: ({ runtime, model }) =>
      runtime === "deno" && model === "threading"
        ? { outcome: "failed", iterationSeconds: [], reason: "crashed" }
        : { iterationSeconds: [model === "threading" ? 0.5 : 1] },
  });
  expect(analyse(run).comparisons[0]!.sentence).toContain("two threads are 2.0 times (in Node) as fast as sequential");
});

test("nothing measured is said, not left out", () => {
  const run = madeUpRun({ cells: [cellOf("node", "sequential")], change: () => null });
  expect(analyse(run).comparisons[0]!.sentence).toBe("On sum-of-squares, nothing was measured.");
});
