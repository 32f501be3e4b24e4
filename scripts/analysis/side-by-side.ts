/** The runtimes beside each other: for each variant of a workload and size, who is faster where that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import { estimateOf, ratioEstimate } from "./estimate.ts";
import { pairsOfRuntimes } from "./families.ts";
import { type JudgedPair, type Judging, judgePairs } from "./judge-pairs.ts";
import { pairedRatios } from "./paired-ratio.ts";
import type { SideBySide } from "./report.ts";
import { type Samples, steadySeconds } from "./samples.ts";
import { isVariant, type Variant, variantsOf } from "./variant.ts";

/** Variants measured in fewer than two runtimes are left out. @param cells of one workload and size, and of runtimes that are here */
export function sideBySideOf(cells: readonly Cell[], judging: Judging): SideBySide[] {
  const judged = judgePairs(pairsOfRuntimes(cells), judging);
  return variantsOf(cells).flatMap((variant) => {
    const pairs = judged.filter(({ one }) => isVariant(one, variant));
    return pairs.length === 0 ? [] : [compareRuntimes(variant, pairs, judging.samples)];
  });
}

function compareRuntimes(variant: Variant, judged: readonly JudgedPair[], samples: Samples): SideBySide {
  const times = (cell: Cell) => samples.of(cell).byBlock(steadySeconds);
  const timeRatio = (one: Cell, other: Cell) => ratioEstimate(pairedRatios(times(one), times(other)));
  const measured = [...new Set(judged.flatMap(({ one, other }) => [one, other]))].map((cell) => ({
    cell,
    runtime: cell.runtime,
    steadySeconds: estimateOf([...times(cell).values()]),
  }));
  const ranked = [...measured].sort((a, b) => a.steadySeconds.median! - b.steadySeconds.median!);
  const fastest = ranked[0]!.cell;
  const pairs = judged.map(({ one, other, judgement }) => ({
    runtime: one.runtime,
    against: other.runtime,
    timeRatio: timeRatio(one, other),
    ...judgement,
  }));
  return {
    ...variant,
    fastest: fastest.runtime,
    runtimes: measured.map(({ cell, runtime, steadySeconds }) => ({
      runtime,
      steadySeconds,
      timesFastest:
        cell === fastest
          ? { n: samples.of(cell).timed.length, median: 1, interval: null, reason: "the fastest itself" }
          : timeRatio(cell, fastest),
    })),
    pairs,
    tiers: pairs.some(({ verdict }) => verdict === "too few executions")
      ? null
      : tiersOf(
          ranked.map(({ runtime }) => runtime),
          (one, other) => isFaster(one, other, pairs),
        ),
  };
}

function isFaster(one: string, other: string, pairs: SideBySide["pairs"]): boolean {
  return pairs.some(
    ({ runtime, against, verdict }) =>
      (runtime === one && against === other && verdict === "faster") ||
      (runtime === other && against === one && verdict === "slower"),
  );
}

/**
 * Tiers in place of ranks: who cannot be told apart stands in one tier.
 *
 * Ranks would put an order on what is a tie. The idea is that of H.-P. Piepho, *An Algorithm for a Letter-Based
 * Representation of All-Pairwise Comparisons*, Journal of Computational and Graphical Statistics 13 (2004), in its
 * strictest form: no tier overlaps another.
 *
 * Cuts the ranking wherever every one before the cut is faster than every one behind it.
 *
 * @param ranked fastest first
 */
function tiersOf<Item>(ranked: readonly Item[], isFaster: (one: Item, other: Item) => boolean): Item[][] {
  const tiers: Item[][] = [];
  let tier: Item[] = [];
  ranked.forEach((item, index) => {
    tier.push(item);
    const before = ranked.slice(0, index + 1);
    const behind = ranked.slice(index + 1);
    if (before.every((one) => behind.every((other) => isFaster(one, other)))) {
      tiers.push(tier);
      tier = [];
    }
  });
  return tiers;
}
