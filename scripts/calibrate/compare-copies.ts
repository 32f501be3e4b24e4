/** Two copies of the same cell against each other, again and again: what comes out is all imagined. */
import type { Run } from "../analysis/run.ts";
import { lookAt, type RunNoise } from "../analysis/run-noise.ts";
import { steadySeconds } from "../analysis/samples.ts";
import { pairedRatios } from "../analysis/paired-ratio.ts";
import { judge, thresholdOf, type Verdict } from "../analysis/verdict.ts";

/** As in a workload with three runtimes and four models. */
const FAMILY = 12;

export interface CopiesCompared {
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
