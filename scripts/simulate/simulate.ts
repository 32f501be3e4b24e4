/**
 * What the statistics of this project do on machines that never were, where the truth is known: how often they see a
 * difference that is none, and how often one of 10 % that is there.
 *
 * A naive way goes through the same simulation, which must find it wanting: otherwise the simulation would prove nothing.
 */
import { z } from "zod";
import { quantile } from "@triathlon/core/statistics/quantile";
import { signedRankTest } from "@triathlon/core/statistics/signed-rank";
import { studentTwoSided } from "@triathlon/core/statistics/student-t";
import { judge, MARGIN, thresholdOf } from "../analysis/verdict.ts";
import { createRandom, type Random } from "@triathlon/core/statistics/random";
import { Machine, NOISE_MODELS, type NoiseModel } from "./noise-models.ts";

const share = z.number().min(0).max(1);
const byModel = z.record(z.enum(NOISE_MODELS), share);

export const simulation = z.object({
  seed: z.int(),
  replicates: z.int().positive(),
  blocks: z.array(z.int().positive()),
  /** In each block: the two that are compared lie among them by lot. */
  executions: z.int().min(2),
  /** For each number of blocks: how often p < 5 % between two that are the same. */
  falsePositives: z.array(z.object({ blocks: z.int(), ours: byModel, sequentialWelch: byModel })),
  /** How often at least one of twelve comparisons of the same things is named faster or slower, at so many blocks. */
  families: z.object({ blocks: z.int(), named: byModel }),
  /** How often 10 % more work is named slower in a family of twelve, by what the margin is taken from. */
  found: z.array(z.object({ blocks: z.int(), leastMargin: byModel, noiseFloor: byModel, singlePairs: byModel })),
});

export type Simulation = z.infer<typeof simulation>;

/** What stands in the documents: a test holds it to what the simulation gives, and writes it anew when it is run with `--update`. */
export const PUBLISHED = { file: "docs/results/simulation.json", seed: 1, replicates: 1500 };

const FAMILY = 12;
const MORE_WORK = 1.1;
/** As many as a block of the whole selection has, its ghosts among them. */
export const EXECUTIONS = 137;
/** As many as a run of twelve blocks with three ghosts in each has. */
const GHOST_PAIRS = 36;

export function simulate(seed: number, replicates: number): Simulation {
  const blocks = Array.from({ length: 15 }, (_, index) => 6 + index);
  let stream = 0;
  /** A fresh stream of random numbers for each figure, so that none depends on what else is simulated. */
  const rate = (model: NoiseModel, times: number, happens: (model: NoiseModel, random: Random) => boolean): number => {
    const random = createRandom(seed, stream++);
    let count = 0;
    for (let i = 0; i < times; i++) if (happens(model, random)) count += 1;
    return count / times;
  };
  const eachModel = (happens: (model: NoiseModel, random: Random) => boolean, times = replicates) =>
    Object.fromEntries(NOISE_MODELS.map((model) => [model, rate(model, times, happens)])) as Record<NoiseModel, number>;
  return {
    seed,
    replicates,
    blocks,
    executions: EXECUTIONS,
    falsePositives: blocks.map((n) => ({
      blocks: n,
      ours: eachModel((model, random) => signedRankTest(pairs(model, random, n).map(Math.log)).twoSided < 0.05),
      sequentialWelch: eachModel((model, random) => sequentialWelch(model, random, n) < 0.05),
    })),
    families: { blocks: 12, named: eachModel((model, random) => oneOfFamilyIsNamed(model, random, 12)) },
    found: [10, 12, 15, 20].map((n) => ({
      blocks: n,
      leastMargin: eachModel((model, random) => isFound(model, random, n, () => MARGIN)),
      noiseFloor: eachModel((model, random) => isFound(model, random, n, (apart) => apart / Math.sqrt(n))),
      singlePairs: eachModel((model, random) => isFound(model, random, n, (apart) => apart)),
    })),
  };
}

/** A run of so many blocks: the ratio within each. */
function pairs(model: NoiseModel, random: Random, blocks: number): number[] {
  const machine = new Machine(model, random);
  return Array.from({ length: blocks }, () => machine.pair(EXECUTIONS));
}

function oneOfFamilyIsNamed(model: NoiseModel, random: Random, blocks: number): boolean {
  const contests = Array.from({ length: FAMILY }, () => ({
    ratios: pairs(model, random, blocks),
    threshold: MARGIN,
  }));
  const verdicts = judge(contests, { size: FAMILY, tooNoisy: false }).map(({ verdict }) => verdict);
  return verdicts.includes("faster") || verdicts.includes("slower");
}

/** The other eleven of the family differ in nothing, so that Holm gives this one no help. */
function isFound(model: NoiseModel, random: Random, blocks: number, floor: (apart: number) => number): boolean {
  const ghosts = pairs(model, random, GHOST_PAIRS).map((ratio) => Math.abs(Math.log(ratio)));
  const threshold = thresholdOf(Math.expm1(floor(quantile(ghosts, 0.95))));
  const ratios = pairs(model, random, blocks).map((ratio) => ratio / MORE_WORK);
  return judge([{ ratios, threshold }], { size: FAMILY, tooNoisy: false })[0]!.verdict === "slower";
}

/** First all runs of the one, then all of the other, compared by their means as most do: p by Welch's t-test. */
function sequentialWelch(model: NoiseModel, random: Random, runs: number): number {
  const machine = new Machine(model, random);
  const sample = (): number[] => Array.from({ length: runs }, () => machine.next());
  const [one, other] = [momentsOf(sample()), momentsOf(sample())];
  const [a, b] = [one.variance / runs, other.variance / runs];
  const degreesOfFreedom = (a + b) ** 2 / ((a * a + b * b) / (runs - 1));
  return studentTwoSided((one.mean - other.mean) / Math.sqrt(a + b), degreesOfFreedom);
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}
