/** One row for each kind of work: how each model does beside a plain loop in the same runtime. */
import { unbeaten } from "./beside-models.ts";
import { isKnown, NOT_KNOWN, rangeText, ratioText } from "./numbers.ts";
import type { Comparison, ModelPair, Row } from "./report.ts";
import { isVariant, type Variant } from "./variant.ts";
import { capitalised, listed, runtimeTitle } from "./words.ts";

export interface WorkCell {
  runtime: string;
  model: Row["model"];
  /** Of several numbers of workers or calls in flight, the one whose interval begins highest. */
  row: Row;
  /**
   * Whether nothing is shown to be faster in this runtime, while sequential is shown to be slower than something; null where too little
   * was run to say.
   */
  leads: boolean | null;
}

/** What nothing is shown to be faster than in a runtime: sequential too, where no model gains. */
export interface Leaders {
  runtime: string;
  variants: Variant[];
  /** Whether two of them differ, or a model from sequential, by less than can be named. */
  leaning: boolean;
}

export interface Work {
  workload: string;
  size: string;
  kind: string;
  own: boolean;
  cells: WorkCell[];
  leaders: Leaders[];
}

/** In this order, behind one's own work and that of another kind. What a call costs is no kind of work. */
const KINDS = [
  "waiting",
  "network I/O",
  "blocking library",
  "file I/O",
  "fine-grained CPU",
  "CPU",
  "CPU with large data",
];
const NO_WORK = "overhead";

/** Each workload at the last size that was measured beside a loop; of this repository's the first of each kind. */
export function kindsOfWork(comparisons: readonly Comparison[]): Work[] {
  const compared = comparisons.filter(({ kind }) => kind !== NO_WORK).map(workOf);
  const last = new Map(compared.filter(({ cells }) => cells.length > 0).map((work) => [work.workload, work]));
  const rank = ({ own, kind }: Work): number => (own ? -1 : KINDS.indexOf(kind));
  const works = [...last.values()];
  return works
    .filter((work) => work.own || work === works.find(({ own, kind }) => !own && kind === work.kind))
    .sort((a, b) => rank(a) - rank(b));
}

function workOf(comparison: Comparison): Work {
  const { workload, size, kind, own, rows } = comparison;
  const measured = rows.filter(({ model, speedUp }) => model !== "sequential" && speedUp.median !== null);
  const runtimes = [...new Set(measured.map(({ runtime }) => runtime))];
  const leaders = runtimes.map((runtime) => leadersIn(comparison, runtime));
  const places = Map.groupBy(measured, ({ runtime, model }) => JSON.stringify([runtime, model]));
  const cells = [...places.values()].map((same): WorkCell => {
    const row = same.reduce((best, one) => (lowEnd(one) > lowEnd(best) ? one : best));
    const { variants } = leaders.find(({ runtime }) => runtime === row.runtime)!;
    return {
      runtime: row.runtime,
      model: row.model,
      row,
      leads: variants.length === 0 ? null : !noneGains(variants) && variants.some((variant) => isVariant(row, variant)),
    };
  });
  return { workload, size, kind, own, cells, leaders };
}

function leadersIn(comparison: Comparison, runtime: string): Leaders {
  const variants = unbeaten(comparison, runtime);
  const isOne = (one: Variant): boolean => variants.some((variant) => isVariant(variant, one));
  const leansFaster = comparison.rows.some((row) => row.runtime === runtime && row.verdict === "leans faster");
  const pairLeans = comparison.modelPairs.some(
    (pair) => pair.runtime === runtime && isLeaning(pair.verdict) && isOne(pair.variant) && isOne(pair.against),
  );
  return { runtime, variants, leaning: pairLeans || (noneGains(variants) && leansFaster) };
}

const isLeaning = (verdict: ModelPair["verdict"]): boolean => verdict === "leans faster" || verdict === "leans slower";

/** Whether sequential is among what leads. */
const noneGains = (leaders: readonly Variant[]): boolean => leaders.some(({ model }) => model === "sequential");

const lowEnd = ({ speedUp }: Row): number => speedUp.interval?.low ?? speedUp.median!;

/** `CPU: threading (1.84–1.90×)`; one's own work by its name. */
export const workLine = (work: Work): string =>
  `${work.own ? work.workload : capitalised(work.kind)}: ${leadersText(work)}`;

/**
 * For each workload of one's own: which model leads in which runtime and by how much, and which runtime is the fastest with it, where
 * the verdicts say. A sentence each.
 */
export function ownSentences(comparisons: readonly Comparison[]): string[] {
  return kindsOfWork(comparisons)
    .filter(({ own }) => own)
    .map((work) => {
      const { sideBySide } = comparisons.find(
        ({ workload, size }) => workload === work.workload && size === work.size,
      )!;
      const leading = sideBySide.filter((side) =>
        work.leaders.every(({ variants }) => variants.some((variant) => isVariant(variant, side))),
      );
      const fastest = leading.flatMap(({ model, tiers }) =>
        tiers !== null && tiers.length > 1 && tiers[0]!.length === 1
          ? [`${runtimeTitle(tiers[0]![0]!)} is the fastest runtime with ${model}`]
          : [],
      );
      const figures = leadersText(work).replaceAll("×", " times as fast as sequential");
      return `For ${work.workload}, ${[figures, ...fastest].join("; ")}.`;
    });
}

/** `threading and multiprocessing (1.6 to 1.8 times as fast as the loop)`, runtime by runtime where they differ. */
export function leadersText({ cells, leaders }: Work): string {
  const alike = Map.groupBy(leaders, ({ variants, leaning }) =>
    JSON.stringify([variants.map(({ model }) => model), leaning]),
  );
  const parts = [...alike.values()].map((same) => {
    const runtimes = same.map(({ runtime }) => runtime);
    const own = cells.filter(({ runtime, leads }) => runtimes.includes(runtime) && leads);
    const where = alike.size > 1 ? ` in ${listed(runtimes.map(runtimeTitle))}` : "";
    return `${modelsText(same[0]!, own)}${where}`;
  });
  return parts.join("; ");
}

function modelsText({ variants, leaning }: Leaders, cells: readonly WorkCell[]): string {
  if (variants.length === 0) return "too few executions to judge";
  if (noneGains(variants)) return `nothing is shown to beat sequential${leaning ? " by enough to be named" : ""}`;
  const models = [...new Set(variants.map(({ model }) => model))];
  const tie = models.length > 1 ? `, ${leaning ? "none named the faster" : "not told apart"}` : "";
  return `${listed(models)} (${timesOf(cells, ratioText)}${tie})`;
}

/** `1.84–1.90×`, of those that are known. */
export function timesOf(cells: readonly WorkCell[], text: (figure: number) => string): string {
  const figures = cells.flatMap(({ row }) => (isKnown(row.speedUp) ? row.speedUp.median! : []));
  return figures.length === 0 ? NOT_KNOWN : `${rangeText(figures, text, "–")}×`;
}
