/** A/A: the same thing compared with itself by the whole machinery, live. */
import { environment } from "@triathlon/core/results/environment";
import { z } from "zod";
import { LOCAL_MODELS } from "@triathlon/core/results/record";
import { pairedRatios } from "../analysis/paired-ratio.ts";
import type { Run } from "../analysis/run.ts";
import { lookAt, runNoise, type RunNoise } from "../analysis/run-noise.ts";
import { steadySeconds } from "../analysis/samples.ts";
import { judge, thresholdOf, type Verdict } from "../analysis/verdict.ts";
import { isAvailable } from "../study/runtimes.ts";
import { type Bench, runKnownWork } from "./run-known-work.ts";

export const aaResult = z.object({
  comparisons: z.int().positive(),
  blocks: z.int().positive(),
  /** In the order in which they were compared. */
  pValues: z.array(z.number()),
  /** p < 5 %. */
  belowLevel: z.int().nonnegative(),
  /** Named faster or slower. */
  named: z.int().nonnegative(),
  allowed: z.object({ belowLevel: z.int(), named: z.int() }),
  passed: z.boolean(),
  noise: runNoise.omit({ ghostPairs: true }),
  environment,
});

export type AaResult = z.infer<typeof aaResult>;

export interface AaOptions {
  comparisons: number;
  blocks: number;
  seed: number | undefined;
}

/** Null when it was interrupted. */
export async function runAa({ comparisons, blocks, seed }: AaOptions, bench: Bench): Promise<AaResult | null> {
  const cells = bench.runtimes.filter(isAvailable).length * LOCAL_MODELS.length;
  const copies = 2 * Math.ceil(comparisons / cells);
  const run = await runKnownWork("aa", { sizes: ["short"], models: LOCAL_MODELS, blocks, copies, seed }, bench);
  if (bench.signal.aborted) return null;
  const { pValues, verdicts, noise } = compareCopies(run, comparisons);
  const belowLevel = pValues.filter((p) => p < 0.05).length;
  const named = verdicts.filter((verdict) => verdict === "faster" || verdict === "slower").length;
  const allowed = { belowLevel: mostByChance(pValues.length), named: Math.floor(pValues.length / 50) };
  const { ghostPairs: _, ...rest } = noise;
  return {
    comparisons: pValues.length,
    blocks,
    pValues,
    belowLevel,
    named,
    allowed,
    passed: belowLevel <= allowed.belowLevel && named <= allowed.named,
    noise: rest,
    environment: run.environment,
  };
}

/** As in a workload with three runtimes and four models. */
const FAMILY = 12;

interface CopiesCompared {
  /** Of each comparison, unadjusted. */
  pValues: number[];
  verdicts: Verdict[];
  noise: RunNoise;
}

/**
 * Every pair of copies shares no execution with another pair. Twelve of them at a time are a family, as the runtime pairs of a
 * workload are.
 *
 * @param most comparisons
 */
export function compareCopies(run: Run, most: number): CopiesCompared {
  const { samples, ghosts, floor, noise } = lookAt(run);
  const copies = Array.from({ length: Math.floor((ghosts + 1) / 2) }, (_, pair) => pair);
  const contests = copies
    .flatMap((pair) =>
      run.plan.cells.map((cell) => {
        const [one, other] = [samples.ghostsOf(cell, 2 * pair), samples.ghostsOf(cell, 2 * pair + 1)];
        return {
          ratios: pairedRatios(other.byBlock(steadySeconds), one.byBlock(steadySeconds)),
          threshold: thresholdOf(floor.of(cell)),
        };
      }),
    )
    .slice(0, most);
  const judgements = Array.from({ length: Math.ceil(contests.length / FAMILY) }, (_, index) =>
    judge(contests.slice(index * FAMILY, (index + 1) * FAMILY), { size: FAMILY, tooNoisy: noise.tooNoisy }),
  ).flat();
  return {
    pValues: judgements.map(({ evidence }) => evidence.p ?? 1),
    verdicts: judgements.map(({ verdict }) => verdict),
    noise,
  };
}

/** So many of them are below 5 % with a chance of at least 95 %, where all is chance: 15 of 200. */
export function mostByChance(comparisons: number): number {
  let chance = 0.95 ** comparisons; // of exactly `most`
  let most = 0;
  for (let atMost = chance; atMost < 0.95; atMost += chance) {
    chance *= ((comparisons - most) / (most + 1)) * (0.05 / 0.95);
    most += 1;
  }
  return most;
}
