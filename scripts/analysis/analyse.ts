/** From the executions of a run to its report: pure, so that the same records give the same report. */
import type { PlannedCell } from "@triathlon/core/results/plan";
import { modelPairsOf } from "./beside-models.ts";
import { completeness, failuresOf, notMeasuredOf } from "./completeness.ts";
import { doubtsOf } from "./doubts.ts";
import { type Comparison, type Report, REPORT_VERSION } from "./report.ts";
import type { Judging } from "./judge-pairs.ts";
import { rowsOf } from "./rows.ts";
import type { Run } from "./run.ts";
import { lookAt } from "./run-noise.ts";
import { sentenceOf } from "./sentence.ts";
import { sideBySideOf } from "./side-by-side.ts";
import { ownValue } from "../own-value.ts";

/**
 * Computes the report. The unit of every statistic is the execution; only those that completed in a block that counts
 * are in a figure, the others are counted and named.
 */
export function analyse(run: Run): Report {
  const { plan, environment } = run;
  const { samples, floor, noise } = lookAt(run);
  const unavailable = new Set(plan.unavailable.map(({ runtime }) => runtime));
  const runtimes = unique(plan.cells.map(({ runtime }) => runtime)).filter((runtime) => !unavailable.has(runtime));
  const judging = { samples, floor, tooNoisy: noise.tooNoisy, unavailable };
  const comparisons = cellGroups(plan.cells)
    .map((cells) => comparisonOf(cells, run, judging))
    .sort((a, b) => Number(b.own) - Number(a.own));
  return {
    reportVersion: REPORT_VERSION,
    runId: plan.runId,
    mode: plan.mode,
    profile: plan.profile,
    timer: plan.timer,
    seed: plan.seed,
    timedBlocks: plan.timedBlocks,
    memoryBlocks: plan.memoryBlocks,
    lagBlocks: plan.lagBlocks,
    ...completeness(run),
    noise,
    runtimes,
    models: unique(plan.cells.map(({ model }) => model)),
    notMeasured: notMeasuredOf(run, samples),
    lacks: plan.control === "pool of one" ? [POOL_OF_ONE] : [],
    failures: failuresOf(run),
    comparisons,
    environment,
  };
}

/** Of records from before the control was a loop. */
const POOL_OF_ONE =
  "Sequential is a pool of one call at a time in this record, not a plain loop: it has a pool's cost of a microsecond or two a call in it, " +
  "which shows where tasks are very small.";

function comparisonOf(cells: readonly PlannedCell[], { plan }: Run, judging: Judging): Comparison {
  const { workload, size, parameters } = cells[0]!;
  const here = cells.filter(({ runtime }) => !judging.unavailable.has(runtime));
  const about = ownValue(plan.workloads, workload);
  const rows = rowsOf(cells, judging);
  const unlike = unique(cells.map(({ runtime }) => runtime)).length > 1 ? about?.unlike : undefined;
  const sideBySide = unlike === undefined ? sideBySideOf(here, judging) : [];
  const kind = about?.kind ?? "unknown";
  return {
    workload,
    size,
    own: about !== undefined && isOwn(about.url),
    title: about?.title ?? workload,
    kind,
    summary: about?.summary ?? "",
    parameters,
    sentence: sentenceOf({ workload, kind, rows, sideBySide }),
    doubts: [...(unlike === undefined ? [] : [unlike]), ...doubtsOf(cells, rows, judging.samples)],
    checksums: unique(rows.map(({ checksum }) => checksum).filter((checksum) => checksum !== null)).sort(),
    rows,
    sideBySide,
    modelPairs: modelPairsOf(here, judging),
  };
}

const isOwn = (url: string): boolean => !url.includes("/packages/core/src/workloads/");

/** The cells of each workload and size, in the order of the plan; within one, runtime by runtime. */
function cellGroups(cells: readonly PlannedCell[]): PlannedCell[][] {
  const runtimes = unique(cells.map(({ runtime }) => runtime));
  const workloads = unique(cells.map(({ workload }) => workload));
  const together = workloads.flatMap((workload) => cells.filter((cell) => cell.workload === workload));
  const groups = Map.groupBy(together, ({ workload, size }) => JSON.stringify([workload, size]));
  return [...groups.values()].map((group) =>
    group.sort((a, b) => runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime)),
  );
}

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
