import type { ExecutionRecord } from "@triathlon/core/results/record";
import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { unbeaten } from "./beside-models.ts";
import type { Comparison } from "./report.ts";

const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
type Model = (typeof MODELS)[number];

/** A workload in which each model takes so many seconds in every runtime, differing a little from block to block. */
function comparisonOf(seconds: Record<Model, (block: number) => number>, timedBlocks = 9): Comparison {
  const cells = ["node", "bun"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model)));
  const change = ({ model, block }: ExecutionRecord) => ({ iterationSeconds: [seconds[model as Model](block)] });
  return analyse(madeUpRun({ cells, timedBlocks, change })).comparisons[0]!;
}

const steady = (seconds: number) => () => seconds;
const wild = (block: number): number => (block % 2 === 0 ? 0.3 : 1.2);
const shaky = (block: number): number => 0.5 + (block % 2) / 10;

test.each([
  ["one model that is faster than the others leads alone", steady(0.5), steady(0.6), 9, ["threading"]],
  ["models that are not told apart share the lead", steady(0.55), shaky, 9, ["threading", "multiprocessing"]],
  ["what is not shown to gain leads nowhere beside what is", steady(0.5), wild, 9, ["threading"]],
  ["sequential is among those that lead where no model gains", steady(2), steady(3), 9, ["sequential", "async"]],
  ["too few executions name no leader", steady(0.5), steady(0.6), 5, []],
])("%s", (_, threading, multiprocessing, timedBlocks, leaders) => {
  const comparison = comparisonOf({ sequential: steady(1), async: steady(1), threading, multiprocessing }, timedBlocks);
  expect(unbeaten(comparison, "node").map(({ model }) => model)).toEqual(leaders);
});

test("the pairs of models of all runtimes are one family, and say how many times as fast the one is", () => {
  const times = { sequential: steady(1), async: steady(1), threading: steady(0.5), multiprocessing: steady(0.25) };
  const { modelPairs } = comparisonOf(times);
  expect(modelPairs).toHaveLength(6);
  expect(modelPairs[0]).toMatchObject({
    runtime: "node",
    variant: { model: "async" },
    against: { model: "threading" },
    speedRatio: { median: 0.5 },
    verdict: "slower",
    evidence: { familySize: 6 },
  });
});
