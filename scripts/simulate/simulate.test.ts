import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makePlan } from "../studies/bench/make-plan.ts";
import { createRandom } from "@triathlon/core/statistics/random";
import { discoverRuntimes } from "../study/runtimes.ts";
import { discoverWorkloads } from "../studies/bench/workloads.ts";
import { REPOSITORY } from "../repository.ts";
import { Machine } from "./noise-models.ts";
import { EXECUTIONS, PUBLISHED, simulate, type Simulation } from "./simulate.ts";

let found: Simulation;
beforeAll(() => {
  found = simulate(PUBLISHED.seed, PUBLISHED.replicates);
}, 300_000);

describe("where two are the same", () => {
  test("p < 5 % comes up in at most 6.5 %, on every machine and for every number of blocks from 6 to 20", () => {
    expect(found.falsePositives.map(({ blocks }) => blocks)).toEqual(
      Array.from({ length: 15 }, (_, index) => 6 + index),
    );
    for (const { ours } of found.falsePositives) {
      expect(Object.keys(ours)).toEqual(["clean", "drift", "spikes", "bimodal"]);
      for (const rate of Object.values(ours)) expect(rate).toBeLessThanOrEqual(0.065);
    }
  });

  test("the naive way, one after the other on a machine that drifts, is wrong in more than 15 %: the simulation can tell", () => {
    const drift = found.falsePositives.map(({ sequentialWelch }) => sequentialWelch.drift);
    expect(Math.max(...drift)).toBeGreaterThan(0.15);
    // More of the same makes it worse, not better.
    expect(drift.at(-1)).toBeGreaterThan(drift[0]!);
  });

  test("at most 5 % of families have one that is named faster or slower", () => {
    for (const rate of Object.values(found.families.named)) expect(rate).toBeLessThanOrEqual(0.05);
  });
});

test("between the two of a pair lies what else is in the block: drift parts them the further, the longer the block is", () => {
  const spreadIn = (executions: number): number => {
    const machine = new Machine("drift", createRandom(1, 0));
    const logs = Array.from({ length: 2000 }, () => Math.log(machine.pair(executions)));
    return Math.sqrt(logs.reduce((sum, log) => sum + log * log, 0) / logs.length);
  };
  // Two runs of 4 % each: 5.7 %. A third of 108 executions of 1 % each in a random walk adds 6 % to that.
  expect(spreadIn(2)).toBeCloseTo(0.0574, 2);
  expect(spreadIn(108)).toBeCloseTo(0.0826, 2);
});

test("a simulated block has as many executions as one of the whole selection, its ghosts among them", async () => {
  const available = {
    runtimes: await discoverRuntimes(REPOSITORY),
    workloads: await discoverWorkloads(join(REPOSITORY, "packages/core/src/workloads")),
    timer: "built-in" as const,
  };
  const { cells, ghostsPerBlock } = await makePlan({ mode: "full", seed: 1 }, available, "run");
  expect(EXECUTIONS).toBe(cells.length + ghostsPerBlock);
});

test("10 % more work is found in four of five runs of twelve blocks on a clean machine, its own noise floor included", () => {
  const twelve = found.found.find(({ blocks }) => blocks === 12)!;
  expect(twelve.noiseFloor.clean).toBeGreaterThanOrEqual(0.8);
  expect(twelve.singlePairs.clean).toBeLessThan(0.2);
});

test("the figures in the documents are those that the simulation gives", async () => {
  await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot(join(REPOSITORY, PUBLISHED.file));
});
