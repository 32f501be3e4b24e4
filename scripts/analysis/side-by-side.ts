/** The runtimes beside each other: for each variant of a workload and size, who is faster where that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import { estimateOf } from "./estimate.ts";
import { type Judging, thresholdBetween } from "./judging.ts";
import { pairedRatios } from "./paired-ratio.ts";
import { ratioEstimate } from "./ratio-estimate.ts";
import type { SideBySide, Variant } from "./report.ts";
import { type CellSamples, type Samples, steadySeconds } from "./samples.ts";
import { tiersOf } from "./tiers.ts";
import { judge, type Judgement } from "./verdict.ts";

/**
 * `cells` are of one workload and size: all their pairs of runtimes are one family of comparisons. Variants measured in fewer
 * than two runtimes are left out.
 */
export function sideBySideOf(cells: readonly Cell[], samples: Samples, judging: Judging): SideBySide[] {
  const here = cells.filter(({ runtime }) => !judging.unavailable.has(runtime));
  const planned = variantsOf(here).map((variant) => pairsOf(here.filter((cell) => isVariant(cell, variant))));
  const measured = variantsOf(here).map((variant) =>
    here
      .filter((cell) => isVariant(cell, variant))
      .map((cell): Measured => ({ cell, runtime: cell.runtime, samples: samples.of(cell) }))
      .filter(({ samples }) => samples.byBlock(steadySeconds).size > 0),
  );
  const pairs = measured.flatMap((one) => pairsOf(one));
  const judgements = judge(
    pairs.map(([one, other]) => ({
      ratios: timeRatios(other, one),
      threshold: thresholdBetween(one.cell, other.cell, judging),
    })),
    { size: Math.max(1, planned.flat().length), tooNoisy: judging.tooNoisy },
  );
  const judged = pairs.map(([one, other], index): Judged => ({ one, other, judgement: judgements[index]! }));
  return variantsOf(here).flatMap((variant, index) => {
    const own = measured[index]!;
    return own.length < 2
      ? []
      : [
          compareRuntimes(
            variant,
            own,
            judged.filter(({ one }) => own.includes(one)),
          ),
        ];
  });
}

/** Each pair once. */
const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other): [Item, Item] => [one, other]));

/** Each model × workers × concurrency once, in the order of the cells. */
export function variantsOf(cells: readonly Variant[]): Variant[] {
  return cells
    .filter((cell, index) => cells.findIndex((other) => isVariant(other, cell)) === index)
    .map(({ model, workers, concurrency }) => ({ model, workers, concurrency }));
}

export function isVariant(cell: Variant, { model, workers, concurrency }: Variant): boolean {
  return cell.model === model && cell.workers === workers && cell.concurrency === concurrency;
}

interface Measured {
  cell: Cell;
  runtime: string;
  samples: CellSamples;
}

interface Judged {
  one: Measured;
  other: Measured;
  judgement: Judgement;
}

function compareRuntimes(variant: Variant, measured: readonly Measured[], judged: readonly Judged[]): SideBySide {
  const ranked = [...measured].sort((a, b) => middle(a) - middle(b));
  const fastest = ranked[0]!;
  const pairs = judged.map(pairOf);
  return {
    ...variant,
    fastest: fastest.runtime,
    runtimes: measured.map((one) => ({
      runtime: one.runtime,
      steadySeconds: steady(one),
      timesFastest:
        one === fastest
          ? { n: one.samples.timed.length, median: 1, interval: null, reason: "the fastest itself" }
          : timeRatio(one, fastest),
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

function pairOf({ one, other, judgement }: Judged): SideBySide["pairs"][number] {
  return { runtime: one.runtime, against: other.runtime, timeRatio: timeRatio(one, other), ...judgement };
}

function isFaster(one: string, other: string, pairs: SideBySide["pairs"]): boolean {
  return pairs.some(
    ({ runtime, against, verdict }) =>
      (runtime === one && against === other && verdict === "faster") ||
      (runtime === other && against === one && verdict === "slower"),
  );
}

const steady = ({ samples }: Measured) => estimateOf([...samples.byBlock(steadySeconds).values()]);
const middle = (one: Measured): number => steady(one).median!;
const timeRatio = (one: Measured, other: Measured) => ratioEstimate(timeRatios(one, other));
const timeRatios = (one: Measured, other: Measured): number[] =>
  pairedRatios(one.samples.byBlock(steadySeconds), other.samples.byBlock(steadySeconds));
