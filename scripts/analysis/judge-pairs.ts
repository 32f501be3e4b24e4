/** Pairs of cells, block by block: how many times as fast the one is as the other, and whether that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import type { NoiseFloor } from "./noise-floor.ts";
import { pairedRatios } from "./paired-ratio.ts";
import { type Samples, steadySeconds } from "./samples.ts";
import { judge, type Judgement, thresholdOf } from "./verdict.ts";

/** What the verdicts of a run depend on beside the figures of two cells. */
export interface Judging {
  samples: Samples;
  floor: NoiseFloor;
  /** Whether nothing is to be named. */
  tooNoisy: boolean;
  /** Runtimes that are not here: what was planned with them counts in no family. */
  unavailable: ReadonlySet<string>;
}

export interface JudgedPair {
  one: Cell;
  other: Cell;
  /** How many times as fast `one` is. */
  ratios: number[];
  judgement: Judgement;
}

/** Those of the family that have times. @param family all its pairs, as planned */
export function judgePairs(family: readonly (readonly [Cell, Cell])[], judging: Judging): JudgedPair[] {
  const { samples, floor, tooNoisy } = judging;
  const times = (cell: Cell) => samples.of(cell).byBlock(steadySeconds);
  const contests = family
    .filter((pair) => pair.every((cell) => times(cell).size > 0))
    .map(([one, other]) => {
      const ratios = pairedRatios(times(other), times(one));
      const threshold = thresholdOf(floor.of(one, ratios.length), floor.of(other, ratios.length));
      return { one, other, ratios, threshold };
    });
  const judgements = judge(contests, { size: Math.max(1, family.length), tooNoisy });
  return contests.map(({ one, other, ratios }, index) => ({ one, other, ratios, judgement: judgements[index]! }));
}
