/** A/A: the same thing compared with itself by the whole machinery, live. */
import { environment } from "@triathlon/core/results/environment";
import { z } from "zod";
import { runNoise } from "../analysis/run-noise.ts";
import { MODELS } from "@triathlon/core/results/record";
import { isAvailable } from "../study/runtimes.ts";
import { compareCopies } from "./compare-copies.ts";
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
  const cells = bench.runtimes.filter(isAvailable).length * MODELS.length;
  const copies = 2 * Math.ceil(comparisons / cells);
  const run = await runKnownWork("aa", { sizes: ["short"], models: MODELS, blocks, copies, seed }, bench);
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
