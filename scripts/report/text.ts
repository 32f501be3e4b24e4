/** Phrases that several formats share. */
import type { Comparison, NotMeasured, Failure, Report, Row } from "../analysis/report.ts";
import { tooNoisyText } from "./noise-text.ts";
import { blocksForVerdicts } from "../analysis/families.ts";
import { isKnown, NOT_KNOWN, rangeText, ratioText, whole } from "../analysis/numbers.ts";
import type { Steadiness } from "../analysis/steadiness.ts";
import { MARGIN } from "../analysis/verdict.ts";
import { capitalised, listed, runtimeTitle } from "../analysis/words.ts";

/** `Node 26.10.0`; the name alone where its version is not known. */
export function runtimeVersions({ runtimes, environment }: Pick<Report, "runtimes" | "environment">): string[] {
  return runtimes.map((runtime) => {
    const version = environment.runtimes.find((one) => one.runtime === runtime)?.version;
    return version === undefined ? runtimeTitle(runtime) : `${runtimeTitle(runtime)} ${version}`;
  });
}

/** What a reader must know before any figure: that the run is partial, what failed, what was not measured. */
export function cautions(report: Report): string[] {
  const { failures } = report;
  const cells = new Set(failures.map(({ runtime, model, workload, size }) => [runtime, model, workload, size].join()));
  return [
    ...partialText(report),
    ...tooNoisyText(report),
    ...tooFewBlocksText(report),
    ...(failures.length > 0
      ? [`Failed: ${counted(failures.length, "execution")} in ${counted(cells.size, "cell")}, listed under "Failures".`]
      : []),
    ...notMeasuredLines(report.notMeasured),
    ...(report.comparisons.some(({ checksums }) => checksums.length > 1)
      ? ["Answers differ between cells: see the checksums."]
      : []),
    ...warmthText(report),
    ...report.lacks,
  ];
}

export const SMOKE = "A smoke run: it says that everything works, not how fast.";

/** Why the figures of a run are not to be relied on: a sentence each. */
export const unfitText = (report: Report): string[] => [
  ...(report.mode === "smoke" ? [SMOKE] : []),
  ...partialText(report),
  ...tooNoisyText(report),
];

const partialText = ({ partial, executions }: Report): string[] =>
  partial
    ? [`Partial run: ${whole(executions.recorded)} of ${plannedText(executions.planned)} are in the journal.`]
    : [];

/**
 * How many cells are warm, where not all of them are: the times of the others are not yet those of a warm program. Of a run whose
 * processes all had too few passes to tell nothing is called warm.
 */
function warmthText({ comparisons }: Report): string[] {
  const classes = comparisons.flatMap(({ rows }) =>
    rows.flatMap(({ steadySeconds, steadiness }) => (steadySeconds.n > 0 ? [steadiness.class] : [])),
  );
  const count = (wanted: Steadiness["class"]): number => classes.filter((found) => found === wanted).length;
  if (count("too few passes") === classes.length || count("steady") === classes.length) return [];
  const others = OTHERS.flatMap(([wanted, one, many]) => {
    const number = count(wanted);
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  });
  return [
    `Warm: ${count("steady")} of ${counted(classes.length, "cell")}; ${listed(others)}, so that their times are those of the passes that were run, not of a warm program.`,
  ];
}

const OTHERS: readonly (readonly [Steadiness["class"], string, string])[] = [
  ["speeds up", "is still warming", "are still warming"],
  ["slows down", "slows down", "slow down"],
  ["varies", "varies", "vary"],
  ["too few passes", "had too few passes to tell", "had too few passes to tell"],
];

/** That nothing can be named, and what would change it. Of a smoke run nobody expects it. */
function tooFewBlocksText({ mode, timedBlocks, comparisons, runtimes }: Report): string[] {
  const needs = comparisons.map(({ workload, size, rows }) => {
    const here = rows.filter(({ runtime }) => runtimes.includes(runtime));
    return blocksForVerdicts(here.map((row) => ({ ...row, workload, size })));
  });
  const needed = Math.max(0, ...needs);
  if (mode === "smoke" || timedBlocks === null || timedBlocks >= needed) return [];
  const what = needs.some((need) => need > 0 && need <= timedBlocks) ? "Not all verdicts" : "No verdicts";
  return [
    `${what}: they need ${needed} timed blocks, and ${whole(timedBlocks)} were run: select fewer cells (--workload, --runtime), raise --budget, or say --blocks ${needed}.`,
  ];
}

function plannedText(planned: number | null): string {
  return planned === null ? "a number of executions not yet decided" : counted(planned, "planned execution");
}

/** One line for a runtime and a reason; the cells are named where they are few. */
function notMeasuredLines(all: readonly NotMeasured[]): string[] {
  const groups = Map.groupBy(all, (one) => JSON.stringify([one.runtime, one.workload === undefined, one.reason]));
  return [...groups.values()].map((group) => {
    const { runtime, workload, reason } = group[0]!;
    const cells = group.map((one) => `${one.workload} ${one.size} with ${one.model}`);
    const which = workload === undefined ? "" : `, ${cells.length > 3 ? counted(cells.length, "cell") : listed(cells)}`;
    return `Not measured: ${runtimeTitle(runtime)}${which}: ${oneLine(reason)}`;
  });
}

/** How a cell did that has no time: `failed`, `skipped`, or a dash where the run ended before it. */
export function withoutTime({ outcomes }: Row): string {
  if (outcomes.failed > 0) return "failed";
  return outcomes.skipped > 0 ? "skipped" : "–";
}

/** A speed-up, with the mark of its verdict; empty for sequential and where there is none. */
export function speedUpText({ model, speedUp, verdict }: Row): string {
  if (model === "sequential" || speedUp.median === null) return "";
  return isKnown(speedUp) ? marked(`${ratioText(speedUp.median)}×`, verdict) : NOT_KNOWN;
}

/** How {@link marked} is read. */
export const MARKS =
  `= is as fast, within ${MARGIN * 100} %; ↗ leans faster and ↘ leans slower: it differs, perhaps by less than can be named; ` +
  "≈ has not been shown to be either; ? has too few executions to judge";

/** A figure with its verdict's mark before it, `?` behind it. */
export function marked(text: string, verdict: Row["verdict"]): string {
  const marks = { equivalent: "=", inconclusive: "≈", "leans faster": "↗", "leans slower": "↘" } as const;
  if (verdict === "too few executions") return `${text}?`;
  return `${(verdict !== null && marks[verdict as keyof typeof marks]) || ""}${text}`;
}

/** Whether a cell is warm; null where its processes have too few passes to tell. */
export function passesText({ steadiness: { class: settled, change } }: Pick<Row, "steadiness">): string | null {
  if (settled === "too few passes") return null;
  if (settled === "steady") return "warm";
  if (settled === "varies") return settled;
  const words = settled === "speeds up" ? "still warming" : settled;
  return change.median === null ? words : `${words} (×${ratioText(change.median)})`;
}

/** `n = 7`, or `n = 5 to 7` where cells differ. */
export function executionsText({ rows }: Comparison): string {
  const counts = rows.map(({ steadySeconds }) => steadySeconds.n).filter((n) => n > 0);
  return `n = ${counts.length === 0 ? 0 : rangeText(counts, String)}`;
}

export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Seconds since the epoch as `2026-11-21 00:41 UTC`. */
export function momentText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What kind of run it was: mode and id, its profile where that is not `source`, blocks, seed, timer, commit. */
export function runFacts(report: Report): string[] {
  const { environment, mode, profile, seed } = report;
  return [
    `${capitalised(mode)} run ${report.runId}`,
    ...(profile === "built" ? ["emitted JavaScript"] : []),
    blocksText(report),
    `seed ${seed}`,
    `timer ${environment.timer}`,
    commitText(report),
  ];
}

export const blocksText = ({ timedBlocks }: Pick<Report, "timedBlocks">): string =>
  timedBlocks === null ? "blocks not yet decided" : counted(timedBlocks, "block");

/** That other work was going on when a run began, for runs that do not look at it themselves. */
export function busyText({ environment: { loadAverage, availableParallelism } }: Measured): string[] {
  if (loadAverage === null || loadAverage < availableParallelism / 2) return [];
  return [
    `The machine was busy when this run began: load average ${loadAverage.toFixed(1)} on ${counted(availableParallelism, "CPU")}. Do not rely on these figures.`,
  ];
}

/** `load average 1.3 at the start`. */
export const loadText = ({ environment: { loadAverage } }: Measured): string =>
  `load average ${loadAverage === null ? "unknown" : loadAverage.toFixed(1)} at the start`;

/** What was measured somewhere. */
type Measured = Pick<Report, "environment">;

/** `AMD EPYC, 2 CPUs usable of 4`. */
export function machineText({ environment: { cpuModel, availableParallelism, logicalCpus } }: Measured): string {
  return `${cpuModel ?? "unknown CPU"}, ${counted(availableParallelism, "CPU")} usable of ${logicalCpus}`;
}

export function commitText({ environment: { commit, modified } }: Measured): string {
  if (commit === null) return "no commit";
  return `commit ${commit.slice(0, 12)}${modified === true ? " with local changes" : ""}`;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What failed of one workload and size for one reason, however many cells did. */
export interface FailuresAlike {
  /** `Node, threading, empty small`; of several cells `empty small in Node, sequential; Node, async`. */
  where: string;
  reason: string;
  executions: number;
  last: Failure;
}

/** In the order in which they failed first. */
export function failuresAlike(failures: readonly Failure[]): FailuresAlike[] {
  const groups = Map.groupBy(failures, ({ workload, size, reason }) => JSON.stringify([workload, size, reason]));
  return [...groups.values()].map((group) => {
    const last = group.at(-1)!;
    const cells = [...new Set(group.map(({ runtime, model }) => `${runtimeTitle(runtime)}, ${model}`))];
    const what = `${last.workload} ${last.size}`;
    const where = cells.length === 1 ? `${cells[0]}, ${what}` : `${what} in ${cells.join("; ")}`;
    return { where, reason: last.reason ?? "no reason given", executions: group.length, last };
  });
}
