/** From the executions of two runs to what they say beside each other: pure, so that the same records give the same answer. */
import { isDeepStrictEqual } from "node:util";
import type { PlannedCell } from "@triathlon/core/results/plan";
import { cell as cellShape, type Cell } from "@triathlon/core/results/record";
import type { Run } from "../analysis/run.ts";
import { estimateOf } from "../analysis/estimate.ts";
import { lookAt } from "../analysis/run-noise.ts";
import { whyNothing } from "../analysis/rows.ts";
import { cellKey, type Samples, steadySeconds } from "../analysis/samples.ts";
import { LEVEL } from "@triathlon/core/statistics/holm";
import { thresholdOf } from "../analysis/verdict.ts";
import { type Judged, type Method, type Sides, UNPAIRED } from "./methods.ts";
import { COMPARISON_VERSION, type GateState, type RunComparison } from "./run-comparison.ts";

/**
 * Cells are compared by the time of one pass after the first. All that are compared are one family.
 *
 * @param gate how much slower a cell may be, as a share; null judges none
 * @param method paired where the two were made together, each block of one beside the same block of the other
 */
export function compareRuns(base: Run, next: Run, gate: number | null, method: Method = UNPAIRED): RunComparison {
  const [then, now] = [lookAt(base), lookAt(next)];
  const tooNoisy = then.noise.tooNoisy || now.noise.tooNoisy;
  const { common, notCompared } = matchCells(base, next, then.samples, now.samples);
  const sides = common.map((cell): Sides & { cell: PlannedCell } => ({
    cell,
    base: then.samples.of(cell).byBlock(steadySeconds),
    new: now.samples.of(cell).byBlock(steadySeconds),
    threshold: thresholdOf(then.floor.of(cell), now.floor.of(cell)),
  }));
  const measured = sides.filter((each) => each.base.size > 0 && each.new.size > 0);
  const judged = method.judge(measured, { size: Math.max(1, sides.length), tooNoisy });
  return {
    comparisonVersion: COMPARISON_VERSION,
    base: identityOf(base),
    new: identityOf(next),
    method: method.name,
    tooNoisy,
    gate,
    cells: measured.map((each, index) => ({
      ...cellShape.parse(each.cell),
      base: estimateOf([...each.base.values()]),
      new: estimateOf([...each.new.values()]),
      ...judged[index]!,
      gate: gate === null ? null : gateStateOf(judged[index]!, gate, tooNoisy),
    })),
    notCompared: [
      ...notCompared,
      ...sides
        .filter((each) => each.base.size === 0)
        .map(({ cell }) => because(cell, `base has no time of it: ${whyNothing(then.samples.of(cell))}`)),
    ],
    lost: sides
      .filter((each) => each.base.size > 0 && each.new.size === 0)
      .map(({ cell }) => because(cell, whyNothing(now.samples.of(cell)))),
  };
}

const identityOf = ({ plan: { runId }, environment: { commit, modified } }: Run) => ({ runId, commit, modified });

interface Matched {
  /** As planned in base. */
  common: PlannedCell[];
  notCompared: RunComparison["notCompared"];
}

/** The cells of both that are the same work; runtimes that one machine did not have are in neither list. */
function matchCells(base: Run, next: Run, then: Samples, now: Samples): Matched {
  const matched: Matched = { common: [], notCompared: [] };
  const [ours, theirs] = [cellsOf(base), cellsOf(next)];
  for (const [key, cell] of ours) {
    const other = theirs.get(key);
    const reason =
      other === undefined
        ? "it is in base only"
        : (differentWork(cell, other, base, next) ?? differentAnswer(cell, then, now));
    if (reason === null) matched.common.push(cell);
    else matched.notCompared.push(because(cell, reason));
  }
  for (const [key, cell] of theirs) {
    if (!ours.has(key)) matched.notCompared.push(because(cell, "it is in new only"));
  }
  return matched;
}

const cellsOf = ({ plan }: Run): Map<string, PlannedCell> =>
  new Map(
    plan.cells
      .filter(({ runtime }) => !plan.unavailable.some((one) => one.runtime === runtime))
      .map((cell) => [cellKey(cell), cell]),
  );

function differentWork(one: PlannedCell, other: PlannedCell, base: Run, next: Run): string | null {
  const changed = (["parameters", "iterations", "warmups"] as const).filter(
    (name) => !isDeepStrictEqual(one[name], other[name]),
  );
  if (base.plan.files !== next.plan.files) return "it read another folder (--files)";
  return changed.length === 0 ? null : `its ${changed.join(" and ")} changed: it is not the same work`;
}

function differentAnswer(cell: Cell, then: Samples, now: Samples): string | null {
  const [one, other] = [then, now].map((samples) => samples.of(cell).timed.at(-1)?.checksum ?? null);
  return one === null || other === null || one === other ? null : "its answer changed: it is not the same work";
}

function because(cell: Cell, reason: string): RunComparison["notCompared"][number] {
  return { ...cellShape.parse(cell), reason };
}

/** Beyond the gate is what is slower than it for sure: as sure as a verdict is, and further off than the noise. */
function gateStateOf({ timeRatio, verdict, evidence }: Judged, gate: number, tooNoisy: boolean): GateState {
  if (verdict === "too few executions" || tooNoisy || timeRatio.interval === null) return "unjudged";
  const { low, high } = timeRatio.interval;
  if ((evidence.adjustedP ?? 1) < LEVEL && low > 1 + Math.max(gate, evidence.threshold)) return "beyond";
  return high < 1 + gate ? "within" : "across";
}
