/** A forest plot: the runtimes beside each other, workload by workload, in every model. */
import type { Estimate } from "../../analysis/estimate.ts";
import { estimateText, timesScale } from "../../analysis/numbers.ts";
import type { Comparison, Report, SideBySide } from "../../analysis/report.ts";
import { listed, runtimeTitle, variantLabel } from "../../analysis/words.ts";
import { type Draw, panelsBy, type PanelSpec } from "../pictures/picture.ts";
import { runtimeScales } from "../pictures/theme.ts";
import { TIMES_LABEL, ends, lineAtOne, logAxis, logDomain, nominal } from "./support/axes.ts";

/** One runtime beside the reference, in one workload, size and variant. */
interface Ratio {
  comparison: string;
  /** The same, short: without the size where the run has one of the workload. */
  label: string;
  model: string;
  runtime: string;
  verdict: string;
  /** Time of `runtime` divided by the reference's. */
  timeRatio: Estimate;
}

export const draw: Draw = ({ report }) => {
  const about = { name: "ratios", title: "How far apart are the runtimes?" };
  const reference = report.runtimes[0];
  const ratios = reference === undefined ? [] : ratiosTo(reference, report);
  if (reference === undefined || ratios.length === 0) {
    return {
      ...about,
      absent: "Ratios need two runtimes with the same cell: `pnpm bench` measures all that are here.",
    };
  }
  const title = runtimeTitle(reference);
  const others = report.runtimes.filter((runtime) => ratios.some((ratio) => ratio.runtime === runtime));
  const domain = domainOf(ratios);
  return {
    ...about,
    sentence: sentence(ratios, others, title),
    howToRead: `Time divided by ${title}'s in the same block: left of 1 is faster than ${title}. Lines are 95 % intervals; without one there were too few executions.`,
    panels: panelsBy(
      ratios,
      ({ model }) => model,
      (own) => panel(own, others, domain, title),
    ),
    table: {
      header: ["workload", "model", "runtime", `time ÷ ${title}'s`, "verdict"],
      right: [`time ÷ ${title}'s`],
      rows: ratios.map((ratio) => [
        ratio.comparison,
        ratio.model,
        runtimeTitle(ratio.runtime),
        estimateText(ratio.timeRatio, timesScale) ?? "–",
        ratio.verdict,
      ]),
    },
  };
};

function ratiosTo(reference: string, { comparisons }: Report): Ratio[] {
  return comparisons.flatMap((comparison) => {
    const { workload } = comparison;
    const isAlone = comparisons.filter((other) => other.workload === workload).length === 1;
    return comparison.sideBySide.flatMap((side) =>
      side.pairs.flatMap((pair) => {
        if (pair.runtime !== reference || pair.timeRatio.median === null) return [];
        return [ratioOf(comparison, side, pair, isAlone)];
      }),
    );
  });
}

/** Pairs hold the reference's time over the other's: turned round, which for an estimate on logarithms is exact. */
function ratioOf(comparison: Comparison, side: SideBySide, pair: SideBySide["pairs"][number], isAlone: boolean): Ratio {
  const name = `${comparison.workload}, ${comparison.size}`;
  return {
    comparison: name,
    label: isAlone ? comparison.workload : name,
    model: variantLabel(side, comparison.sideBySide),
    runtime: pair.against,
    verdict: pair.verdict.replace(/faster|slower/, (word) => (word === "faster" ? "slower" : "faster")),
    timeRatio: inverse(pair.timeRatio),
  };
}

function inverse({ median, interval, ...rest }: Estimate): Estimate {
  return {
    ...rest,
    median: median && 1 / median,
    interval: interval && { ...interval, low: 1 / interval.high, high: 1 / interval.low },
  };
}

function domainOf(ratios: readonly Ratio[]): [number, number] {
  const ends = ratios.flatMap(({ timeRatio: { median, interval } }) => [
    median!,
    interval?.low ?? 1,
    interval?.high ?? 1,
  ]);
  return logDomain([...ends, 0.8, 1.25], 1.08);
}

/** At least, and what a runtime needs of it. */
const ROW = 24;
const LINE = 10;

function panel(
  ratios: readonly Ratio[],
  others: readonly string[],
  domain: [number, number],
  reference: string,
): PanelSpec {
  const rows = [...new Set(ratios.map(({ label }) => label))];
  const values = ratios.map(({ label, runtime, timeRatio }) => ({
    comparison: label,
    runtime: runtimeTitle(runtime),
    ...ends(timeRatio),
  }));
  const { color, shape } = runtimeScales(others);
  const x = logAxis(domain, TIMES_LABEL, `time ÷ ${reference}'s`);
  const y = {
    ...nominal("comparison"),
    sort: rows,
    scale: { domain: rows },
    axis: { title: null, grid: false, ticks: false, bandPosition: 0.5 },
  };
  const yOffset = { ...nominal("runtime"), scale: { domain: others.map(runtimeTitle), paddingOuter: 0.7 } };
  return {
    width: 190,
    height: rows.length * Math.max(ROW, others.length * LINE),
    data: { values },
    layer: [
      lineAtOne({ x: { datum: 1, ...x } }),
      {
        mark: { type: "rule", size: 2 },
        encoding: { x: { field: "low", ...x }, x2: { field: "high" }, y, yOffset, color },
      },
      {
        mark: { type: "point", size: 50 },
        encoding: { x: { field: "value", ...x }, y, yOffset, color, shape },
      },
    ],
  };
}

function sentence(ratios: readonly Ratio[], others: readonly string[], reference: string): string {
  const clauses = others.map((runtime) => {
    const own = ratios.filter((ratio) => ratio.runtime === runtime);
    const count = (verdict: string) => own.filter((ratio) => ratio.verdict === verdict).length;
    if (count("too few executions") === own.length) {
      const below = own.filter(({ timeRatio }) => timeRatio.median! < 1).length;
      return `${runtimeTitle(runtime)} took less time in ${below} of ${own.length} cells (indicative only: too few executions)`;
    }
    const leaning = count("leans faster") + count("leans slower");
    const rest = own.length - count("faster") - count("slower") - count("equivalent") - leaning;
    return `${runtimeTitle(runtime)} is faster in ${count("faster")}, slower in ${count("slower")}, equivalent in ${count("equivalent")}, differs by too little to name it in ${leaning} and has not been told apart in ${rest} of ${own.length} cells`;
  });
  return `Beside ${reference}, ${listed(clauses)}.`;
}
