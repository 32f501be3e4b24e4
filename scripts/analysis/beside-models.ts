/** The models beside each other in each runtime: who is faster, where that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import { ratioEstimate } from "./estimate.ts";
import { pairsOfModels } from "./families.ts";
import { type Judging, judgePairs } from "./judge-pairs.ts";
import type { Comparison, ModelPair } from "./report.ts";
import { isVariant, type Variant, variantOf } from "./variant.ts";

/** @param cells of one workload and size, and of runtimes that are here */
export const modelPairsOf = (cells: readonly Cell[], judging: Judging): ModelPair[] =>
  judgePairs(pairsOfModels(cells), judging).map(({ one, other, ratios, judgement }) => ({
    runtime: one.runtime,
    variant: variantOf(one),
    against: variantOf(other),
    speedRatio: ratioEstimate(ratios),
    ...judgement,
  }));

/**
 * What nothing is shown to be faster than in this runtime, sequential too: one variant that leads, or several that may. Where some are
 * shown to be faster than sequential, those that are not lead nowhere. Empty where there is nothing to compare, or too little to judge.
 */
export function unbeaten({ rows, modelPairs }: Pick<Comparison, "rows" | "modelPairs">, runtime: string): Variant[] {
  const own = rows.filter((row) => row.runtime === runtime && row.steadySeconds.n > 0);
  const judged = own.filter(({ model, verdict }) => model === "sequential" || verdict !== null);
  if (judged.length < 2 || judged.some(({ verdict }) => verdict === "too few executions")) return [];
  const rowOf = (variant: Variant) => judged.find((one) => isVariant(one, variant))!;
  const left = judged.map(variantOf).filter((variant) => {
    const row = rowOf(variant);
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
  if (left.some(({ model }) => model === "sequential")) return left;
  const gaining = left.filter((variant) => rowOf(variant).verdict === "faster");
  return gaining.length > 0 ? gaining : left;
}
