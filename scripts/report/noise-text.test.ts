import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import { cellOf, madeUpRun } from "./fixtures/made-up-run.ts";
import { noiseSentences, tooNoisyText } from "./noise-text.ts";

const quiet = analyse(madeUpRun({ cells: [cellOf("node", "async")] }));

test("the floor, what was disturbed and what the machine gave are said in words", () => {
  const { floor: _, ...noise } = quiet.noise;
  const worstCell = {
    runtime: "deno",
    model: "threading",
    workload: "empty",
    size: "small",
    workers: 2,
    concurrency: null,
  } as const;
  const pair = { ...worstCell, block: 1, ratio: 1.1 };
  const text = noiseSentences({
    mode: "default",
    noise: {
      ...noise,
      floor: { median: 0.0312, worst: 0.072, worstCell },
      ghostPairs: Array.from({ length: 36 }, () => pair),
      looked: 96,
      disturbed: 12,
      repeats: 20,
      leftDisturbed: 3,
      causes: { "foreign CPU": 10, capacity: 4 },
      capacity: { atBest: 1.99, median: 1.92, least: 1.31 },
    },
  });
  expect(text).toEqual([
    "Noise floor: differences below 3.1 % cannot be shown here (median over the cells; 7.2 % for Deno threading on empty), from 36 pairs of the same cell run twice in a block.",
    "Disturbed from outside: 12 of 96 timed executions (foreign CPU 10, capacity 4); 20 repeats, 3 still disturbed.",
    "Between executions two spinning threads got 1.92 cores' worth of work (median; 1.31 at least and 1.99 at best).",
  ]);
});

test("an unknown floor says so; a smoke run, which looks at nothing, says nothing", () => {
  expect(noiseSentences(quiet)).toEqual(["Noise floor: unknown, no cell was run twice in a block."]);
  expect(noiseSentences({ ...quiet, mode: "smoke" })).toEqual([]);
});

test("a run that was too noisy is said to give no verdicts", () => {
  expect(tooNoisyText(quiet)).toEqual([]);
  expect(tooNoisyText({ noise: { ...quiet.noise, tooNoisy: true, looked: 10, leftDisturbed: 5 } })).toEqual([
    "Too noisy: 5 of 10 timed executions were disturbed from outside, so every verdict is inconclusive.",
  ]);
});
