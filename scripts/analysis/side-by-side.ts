/** The runtimes beside each other: for each variant of a workload and size, who is faster where that can be told. */
import type { Cell } from "@triathlon/core/results/record";
import { estimateOf } from "./estimate.ts";
import { pairedRatios } from "./paired-ratio.ts";
import type { SideBySide, Variant } from "./report.ts";
import { type CellSamples, type Samples, steadySeconds } from "./samples.ts";
import { compare, type Verdict } from "./verdict.ts";

/** `cells` are of one workload and size. Variants measured in fewer than two runtimes are left out. */
export function sideBySideOf(cells: readonly Cell[], samples: Samples): SideBySide[] {
  return variantsOf(cells).flatMap((variant) => {
    const measured = cells
      .filter((cell) => isVariant(cell, variant))
      .map((cell) => ({ runtime: cell.runtime, samples: samples.of(cell) }))
      .filter(({ samples }) => samples.byBlock(steadySeconds).size > 0);
    return measured.length < 2 ? [] : [compareRuntimes(variant, measured)];
  });
}

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
  runtime: string;
  samples: CellSamples;
}

function compareRuntimes(variant: Variant, measured: readonly Measured[]): SideBySide {
  const ranked = [...measured].sort((a, b) => middle(a) - middle(b));
  const fastest = ranked[0]!;
  const pairs = measured.flatMap((one, index) => measured.slice(index + 1).map((other) => pairOf(one, other)));
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
    tiers: tiersOf(
      ranked.map(({ runtime }) => runtime),
      pairs,
    ),
  };
}

function pairOf(one: Measured, other: Measured): SideBySide["pairs"][number] {
  return {
    runtime: one.runtime,
    against: other.runtime,
    timeRatio: timeRatio(one, other),
    verdict: compare(steady(one), steady(other), timeRatio(other, one)),
  };
}

/** Cuts the ranking wherever every runtime before the cut is faster than every one behind it. */
function tiersOf(ranked: readonly string[], pairs: SideBySide["pairs"]): string[][] | null {
  if (pairs.some(({ verdict }) => verdict === "too few executions")) return null;
  const tiers: string[][] = [];
  let tier: string[] = [];
  ranked.forEach((runtime, index) => {
    tier.push(runtime);
    const before = ranked.slice(0, index + 1);
    const behind = ranked.slice(index + 1);
    if (before.every((one) => behind.every((other) => verdictBetween(one, other, pairs) === "faster"))) {
      tiers.push(tier);
      tier = [];
    }
  });
  return tiers;
}

function verdictBetween(one: string, other: string, pairs: SideBySide["pairs"]): Verdict {
  const straight = pairs.find(({ runtime, against }) => runtime === one && against === other);
  if (straight) return straight.verdict;
  const reverse = pairs.find(({ runtime, against }) => runtime === other && against === one)!.verdict;
  if (reverse === "faster") return "slower";
  return reverse === "slower" ? "faster" : reverse;
}

const steady = ({ samples }: Measured) => estimateOf([...samples.byBlock(steadySeconds).values()]);
const middle = (one: Measured): number => steady(one).median!;
const timeRatio = (one: Measured, other: Measured) =>
  estimateOf(pairedRatios(one.samples.byBlock(steadySeconds), other.samples.byBlock(steadySeconds)));
