/**
 * One plain sentence for a workload and size: how the models stand beside sequential, then how the runtimes stand beside
 * each other. It is put together from verdicts and figures; nothing in it knows how a workload ought to come out.
 */
import { rangeText, secondsRange, significant } from "./numbers.ts";
import type { Comparison, Row, SideBySide } from "./report.ts";
import { isVariant, type Variant, variantsOf } from "./variant.ts";
import type { Verdict } from "./verdict.ts";
import { isPlural, listed, runtimeTitle, subjectOf, variantLabel, workersOf } from "./words.ts";

export function sentenceOf(about: Pick<Comparison, "workload" | "kind" | "rows" | "sideBySide">): string {
  const measured = about.rows.filter(({ steadySeconds }) => steadySeconds.n > 0);
  const clauses =
    measured.length === 0
      ? ["nothing was measured"]
      : [...modelClauses(measured, about.kind), ...loopGapClause(measured), ...runtimeClauses(about.sideBySide)];
  return `On ${about.workload}, ${clauses.join("; ")}.`;
}

/** What one variant did, in each runtime where it and sequential were measured. */
interface Standing {
  variant: Variant;
  /** What does the work: `two threads`. */
  subject: string;
  rows: Row[];
  /** As ` (in Node and Deno)`, where other runtimes measured here lack it. */
  where: string;
}

function modelClauses(measured: readonly Row[], kind: string): string[] {
  const runtimes = new Set(measured.map(({ runtime }) => runtime));
  const standings = variantsOf(measured)
    .filter(({ model }) => model !== "sequential")
    .map((variant): Standing => {
      const own = measured.filter((row) => isVariant(row, variant) && row.speedUp.n > 0);
      const names = own.map(({ runtime }) => runtimeTitle(runtime));
      return {
        variant,
        subject: subjectOf(variant, measured),
        rows: own,
        where: names.length < runtimes.size ? ` (in ${listed(names)})` : "",
      };
    })
    .filter(({ rows }) => rows.length > 0);
  if (standings.length === 0) return [timesAlone(measured)];
  if (standings.every((standing) => unanimous(standing) === "too few executions")) return [indicative(standings)];

  const agreeing = (verdict: Verdict) => standings.filter((standing) => unanimous(standing) === verdict);
  return [
    ...byReason(agreeing("faster"), kind, "faster").map(figures(speedUp, ["is", "are"], "as fast as")),
    ...byReason(agreeing("slower"), kind, "slower").map(figures(slowDown, ["takes", "take"], "as long as")),
    ...byReason(agreeing("equivalent"), kind, "equivalent").map(alike("as fast as")),
    ...LEANING.flatMap((verdict) => agreeing(verdict).map(mixed)),
    ...byReason(agreeing("inconclusive"), kind, "inconclusive").map(alike("not told apart from")),
    ...standings.filter((standing) => unanimous(standing) === null).map(mixed),
    ...agreeing("too few executions").map((standing) => `too few executions to judge ${standing.subject}`),
  ];
}

/** Variants that one reason explains share a clause. */
interface Clause {
  standings: Standing[];
  reason: string;
}

const byReason = (standings: readonly Standing[], kind: string, verdict: Verdict): Clause[] =>
  [...Map.groupBy(standings, (standing) => because(kind, verdict, standing))].map(([reason, same]) => ({
    standings: same,
    reason,
  }));

/** `two threads are 1.9 times and two processes 1.8 times as fast as sequential`. @param verbs the first one's, singular and plural */
const figures =
  (value: (row: Row) => number, [one, many]: readonly [string, string], how: string) =>
  ({ standings, reason }: Clause): string => {
    const items = sameFigure(standings, value).map(({ subject, plural, figure }, index) =>
      [subject, ...(index > 0 ? [] : [plural ? many : one]), figure].join(" "),
    );
    return `${listed(items)} ${how} sequential${reason}`;
  };

const LEANING = ["leans faster", "leans slower"] as const;

const alike =
  (how: "as fast as" | "not told apart from") =>
  ({ standings, reason }: Clause): string => {
    const items = standings.map(({ subject, where }) => `${subject}${where}`);
    const plural = standings.length > 1 || isPlural(standings[0]!.variant);
    return `${listed(items)} ${plural ? "are" : "is"} ${how} sequential${reason}`;
  };

/** Variants with the same figure share it: `async and two threads`, `1.6 times`. */
function sameFigure(standings: readonly Standing[], value: (row: Row) => number) {
  const byFigure = Map.groupBy(standings, ({ rows, where }) => `${range(rows.map(value))} times${where}`);
  return [...byFigure].map(([figure, same]) => ({
    subject: listed(same.map(({ subject }) => subject)),
    plural: same.length > 1 || isPlural(same[0]!.variant),
    figure,
  }));
}

/** Where the runtimes disagree each is named. */
function mixed({ variant, subject, rows }: Standing): string {
  const plural = isPlural(variant);
  const leans = ([row]: readonly Row[]): string => (plural ? row!.verdict!.replace("leans", "lean") : row!.verdict!);
  const phrase: Record<Verdict, (rows: readonly Row[]) => string> = {
    faster: (rows) => `${plural ? "are" : "is"} ${range(rows.map(speedUp))} times as fast as sequential`,
    slower: (rows) => `${plural ? "take" : "takes"} ${range(rows.map(slowDown))} times as long as sequential`,
    "leans faster": (rows) => `${leans(rows)} than sequential (${range(rows.map(speedUp))} times as fast)`,
    "leans slower": (rows) => `${leans(rows)} than sequential (${range(rows.map(slowDown))} times as long)`,
    equivalent: () => `${plural ? "are" : "is"} as fast as sequential`,
    inconclusive: () => `${plural ? "are" : "is"} not told apart from sequential`,
    "too few executions": () => "cannot be judged (too few executions)",
  };
  const parts = (Object.keys(phrase) as Verdict[]).flatMap((verdict) => {
    const own = rows.filter((row) => row.verdict === verdict);
    if (own.length === 0) return [];
    return [`${phrase[verdict](own)} in ${listed(own.map(({ runtime }) => runtimeTitle(runtime)))}`];
  });
  return `${subject} ${listed(parts)}`;
}

/** Without an interval there is no winner, only figures. */
function indicative(standings: readonly Standing[]): string {
  const items = sameFigure(standings, speedUp).map(({ subject, figure }) => `${subject} ${figure}`);
  return `too few executions to judge, so indicative only: ${listed(items)} as fast as sequential`;
}

/** Where no variant can be compared with sequential: the times themselves, and the waits that were in flight. */
function timesAlone(measured: readonly Row[]): string {
  const items = variantsOf(measured).map((variant) => {
    const rows = measured.filter((row) => isVariant(row, variant));
    const overlaps = rows.flatMap(({ overlapFactor }) => overlapFactor?.median ?? []);
    const waiting = overlaps.length > 0 ? ` with ${range(overlaps)} waits in flight on average` : "";
    return `${subjectOf(variant, measured)} ${isPlural(variant) ? "take" : "takes"} ${secondsRange(rows.map(time))}${waiting}`;
  });
  const tooFew = measured.every(({ steadySeconds }) => steadySeconds.interval === null);
  return `${tooFew ? "too few executions for an interval, so indicative only: " : ""}${listed(items)}`;
}

/** What the kind of work explains, given only where the figures bear it out. */
function because(kind: string, verdict: Verdict, { variant, rows }: Standing): string {
  const several = rows.every(({ coresUsed }) => (coresUsed.median ?? 0) >= SEVERAL_CORES);
  const one = rows.every(({ coresUsed }) => (coresUsed.median ?? Infinity) < SEVERAL_CORES);
  const workers = variant.workers > 1;
  const isCpu = ["CPU", "CPU with large data", "fine-grained CPU"].includes(kind);
  if (isCpu && verdict === "faster" && workers && several) return ", because several cores compute at once";
  if (isCpu && verdict !== "faster" && !workers && one) return ", because one thread computes at a time";
  if (kind === "fine-grained CPU" && verdict === "slower" && workers) {
    return ", because handing over so small a task costs more than it saves";
  }
  if (kind === "CPU with large data" && verdict === "slower" && workers) {
    return ", because moving the data costs more than it saves";
  }
  if (kind === "overhead" && verdict === "slower") return ": the price of handing over a task that does nothing";
  if ((kind === "waiting" || kind === "network I/O") && verdict === "faster") return ", because the waits overlap";
  return "";
}

/** Above this many cores in use on average, start-up included, more than one thread was computing. */
const SEVERAL_CORES = 1.15;

/** What the rest of the program felt, for work that blocks the thread it runs on. */
function loopGapClause(measured: readonly Row[]): string[] {
  const items = variantsOf(measured).flatMap((variant) => {
    const gaps = measured
      .filter((row) => isVariant(row, variant))
      .flatMap(({ observations }) => observations["longestLoopGapSeconds"]?.median ?? []);
    return gaps.length === 0 ? [] : [`${secondsRange(gaps)} with ${workersOf(variant)}`];
  });
  return items.length === 0 ? [] : [`meanwhile the longest pause of the main loop is ${listed(items)}`];
}

function runtimeClauses(sideBySide: readonly SideBySide[]): string[] {
  const judged = sideBySide.filter(({ tiers }) => tiers !== null);
  const unjudged = sideBySide.filter(({ tiers }) => tiers === null);
  if (judged.length === 0) return [];

  const byLeaders = Map.groupBy(
    judged.filter(({ tiers }) => tiers!.length > 1),
    ({ tiers }) => listed(tiers![0]!.map(runtimeTitle)),
  );
  const oneTier = judged.filter(({ tiers }) => tiers!.length === 1);
  const apart = oneTier.filter(({ pairs }) => pairs.some(differs));
  const same = oneTier.filter(({ pairs }) => pairs.every(({ verdict }) => verdict === "equivalent"));
  const unknown = oneTier.filter((side) => !apart.includes(side) && !same.includes(side));
  const where = (sides: readonly SideBySide[], all = " in every model") =>
    sides.length < sideBySide.length
      ? ` in ${listed(sides.map((side) => variantLabel(side, sideBySide)))}`
      : sides.length > 1
        ? all
        : "";
  return [
    ...[...byLeaders].map(([leaders, sides]) =>
      sides[0]!.tiers![0]!.length === 1
        ? `${leaders} is the fastest runtime${where(sides)}, by ${percentRange(sides.map(lead))}`
        : `${leaders} lead${where(sides)}`,
    ),
    ...apart.map((side) => pairsText(side, where([side]))),
    ...(same.length > 0 ? [`the runtimes are equally fast${where(same)}`] : []),
    ...(unknown.length > 0 ? [`no two runtimes are told apart${where(unknown, " in any model")}`] : []),
    ...(unjudged.length > 0 ? [`too few executions to compare the runtimes${where(unjudged, "")}`] : []),
  ];
}

type Pair = SideBySide["pairs"][number];

const differs = ({ verdict }: Pair): boolean => /faster|slower/.test(verdict);

function pairsText({ pairs }: SideBySide, where: string): string {
  const sure = pairs.filter(differs);
  return `${listed(sure.map(pairText))}${where}${sure.length < pairs.length ? " (no other two are told apart)" : ""}`;
}

/** The faster one first: `Bun is faster than Deno by 19 %`. */
function pairText({ runtime, against, verdict, timeRatio }: Pair): string {
  const turned = verdict.endsWith("slower");
  const [first, second] = turned ? [against, runtime] : [runtime, against];
  const share = (turned ? timeRatio.median! : 1 / timeRatio.median!) - 1;
  const verb = verdict.startsWith("leans") ? "leans faster" : "is faster";
  return `${runtimeTitle(first)} ${verb} than ${runtimeTitle(second)} by ${percentRange([share])}`;
}

/** By how much the fastest is ahead of the next, as a share of its own time. */
function lead({ fastest, runtimes }: SideBySide): number {
  const others = runtimes.filter(({ runtime }) => runtime !== fastest);
  return Math.min(...others.map(({ timesFastest }) => timesFastest.median!)) - 1;
}

const speedUp = (row: Row): number => row.speedUp.median!;
const slowDown = (row: Row): number => 1 / row.speedUp.median!;
const time = (row: Row): number => row.steadySeconds.median!;

/** The verdict of all runtimes, or null where they disagree. */
function unanimous({ rows }: Standing): Verdict | null {
  const first = rows[0]!.verdict;
  return rows.every(({ verdict }) => verdict === first) ? first : null;
}

/** `1.9`, or `1.9 to 2.1`. */
function range(values: readonly number[]): string {
  // Two digits are enough to read, but close to 1 they would hide which side it is on.
  return rangeText(values, (value) => significant(value, Math.abs(value - 1) < 0.095 || value >= 100 ? 3 : 2));
}

function percentRange(shares: readonly number[]): string {
  if (Math.max(...shares) < 0.01) return "less than 1 %";
  return `${rangeText(shares, (share) => (share < 0.01 ? "less than 1" : significant(share * 100, 2)))} %`;
}
