/** Is 10 % more work found? Pairs of one size and of the other with a tenth more, each pair in executions of its own. */
import { percentText } from "../analysis/numbers.ts";
import { pairedRatios } from "../analysis/paired-ratio.ts";
import { ratioEstimate } from "../analysis/estimate.ts";
import type { Run } from "../analysis/run.ts";
import { lookAt } from "../analysis/run-noise.ts";
import { steadySeconds } from "../analysis/samples.ts";
import { judge, thresholdOf } from "../analysis/verdict.ts";
import { type Bench, runKnownWork } from "./run-known-work.ts";

/** As in a workload with three runtimes and four models, of which the eleven others differ in nothing. */
const FAMILY = 12;
const ENOUGH = 0.8;
const MORE = 1.1;

export interface MoreWorkFound {
  finding: { injected: string; found: boolean; detail: string };
  tooNoisy: boolean;
}

export async function findMoreWork(trials: number, blocks: number, bench: Bench): Promise<MoreWorkFound> {
  const work = { sizes: ["base", "more"], models: ["sequential"] as const, runtimes: ["node"], blocks, copies: trials };
  return judgeMoreWork(await runKnownWork("more-work", work, bench), trials);
}

/** From the executions alone. */
export function judgeMoreWork(run: Run, trials: number): MoreWorkFound {
  const { samples, floor, noise } = lookAt(run);
  const [base, more] = ["base", "more"].map((size) => run.plan.cells.find((cell) => cell.size === size)!);
  const threshold = thresholdOf(floor.of(base!), floor.of(more!));
  const ratios = Array.from({ length: trials }, (_, copy) =>
    pairedRatios(
      samples.ghostsOf(base!, copy).byBlock(steadySeconds),
      samples.ghostsOf(more!, copy).byBlock(steadySeconds),
    ),
  );
  const judged = ratios.map(
    (own) => judge([{ ratios: own, threshold }], { size: FAMILY, tooNoisy: false })[0]!.verdict,
  );
  const found = judged.filter((verdict) => verdict === "slower").length;
  const covering = ratios.filter((own) => {
    const { interval } = ratioEstimate(own);
    return interval !== null && interval.low <= 1 / MORE && interval.high >= 1 / MORE;
  }).length;
  return {
    finding: {
      injected: "10 % more work",
      found: found >= ENOUGH * trials,
      detail:
        `named slower in ${found} of ${trials} trials; the interval holds 10 % in ${covering}; ` +
        `a difference is named here beyond ${percentText(threshold)}, the larger of noise floor and margin`,
    },
    tooNoisy: noise.tooNoisy,
  };
}
