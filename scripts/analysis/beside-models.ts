/** The models beside each other in each runtime: who is faster, where that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import { type Judging, thresholdBetween } from "./judging.ts";
import { pairedRatios } from "./paired-ratio.ts";
import { ratioEstimate } from "./ratio-estimate.ts";
import type { Comparison, ModelPair, Variant } from "./report.ts";
import { type Samples, steadySeconds } from "./samples.ts";
import { isVariant } from "./side-by-side.ts";
import { judge } from "./verdict.ts";

/**
 * `cells` are of one workload and size: all pairs of models within a runtime are one family of comparisons. Sequential is in another,
 * that of the rows.
 */
export function modelPairsOf(cells: readonly Cell[], samples: Samples, judging: Judging): ModelPair[] {
  const here = cells.filter(({ runtime, model }) => model !== "sequential" && !judging.unavailable.has(runtime));
  const planned = pairsWithin(here);
  const measured = planned.filter((pair) => pair.every((cell) => samples.of(cell).byBlock(steadySeconds).size > 0));
  const ratios = measured.map(([one, other]) =>
    pairedRatios(samples.of(other).byBlock(steadySeconds), samples.of(one).byBlock(steadySeconds)),
  );
  const judgements = judge(
    measured.map(([one, other], index) => ({
      ratios: ratios[index]!,
      threshold: thresholdBetween(one, other, judging),
    })),
    { size: Math.max(1, planned.length), tooNoisy: judging.tooNoisy },
  );
  return measured.map(([one, other], index) => ({
    runtime: one.runtime,
    variant: variantOf(one),
    against: variantOf(other),
    speedRatio: ratioEstimate(ratios[index]!),
    ...judgements[index]!,
  }));
}

/** Each two of one runtime once. */
export const pairsWithin = <Item extends { runtime: string }>(cells: readonly Item[]): [Item, Item][] =>
  cells.flatMap((one, index) =>
    cells.slice(index + 1).flatMap((other): [Item, Item][] => (other.runtime === one.runtime ? [[one, other]] : [])),
  );

const variantOf = ({ model, workers, concurrency }: Variant): Variant => ({ model, workers, concurrency });

/**
 * What nothing is shown to be faster than in this runtime, sequential too: one variant that leads, or several that may. Empty where
 * there is nothing to compare, or too little to judge.
 */
export function unbeaten({ rows, modelPairs }: Pick<Comparison, "rows" | "modelPairs">, runtime: string): Variant[] {
  const own = rows.filter((row) => row.runtime === runtime && row.steadySeconds.n > 0);
  const judged = own.filter(({ model, verdict }) => model === "sequential" || verdict !== null);
  if (judged.length < 2 || judged.some(({ verdict }) => verdict === "too few executions")) return [];
  return judged.map(variantOf).filter((variant) => {
    const row = judged.find((one) => isVariant(one, variant))!;
    const byControl =
      row.model === "sequential" ? judged.some(({ verdict }) => verdict === "faster") : row.verdict === "slower";
    const byOther = modelPairs.some(
      (pair) =>
        pair.runtime === runtime &&
        ((pair.verdict === "faster" && isVariant(pair.against, variant)) ||
          (pair.verdict === "slower" && isVariant(pair.variant, variant))),
    );
    return !byControl && !byOther;
  });
}
