/** From records to a report: pure functions. */
import type { Environment } from "@triathlon/core/results/environment";
import type { PoolCase, PoolModel, PoolRecord, Role } from "@triathlon/core/results/pools";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { disturbanceOf } from "../../analysis/run-noise.ts";
import { CASE_NAMES, CASES } from "./cases.ts";
import { bestPeerOf, detachedOf, efficiencyOf, figuresOf, observed, shortP99Of } from "./figures.ts";
import type { ComparedCase, PoolCell, PoolRow, PoolsReport } from "./pools-report.ts";
import { ratioEstimate, blockEstimateOf } from "./block-estimate.ts";

/** @throws {RangeError} when there are no records */
export function analysePools(records: readonly PoolRecord[], environment: Environment): PoolsReport {
  const [first] = records;
  if (!first) throw new RangeError("Cannot compare pools: wanted at least one record, found none");
  const runtimes = distinct(records.map(({ runtime }) => runtime));
  const ordered = environment.runtimes.map(({ runtime }) => runtime).filter((name) => runtimes.includes(name));
  const cells = distinct([...ordered, ...runtimes]).flatMap((runtime) =>
    (["threading", "multiprocessing"] as const).flatMap((model) => {
      const own = records.filter((record) => record.runtime === runtime && record.model === model);
      return own.length === 0 ? [] : [cellOf(runtime, model, own)];
    }),
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    environment,
    blocks: records.reduce((most, { block }) => Math.max(most, block + 1), 0),
    noise: disturbanceOf(records),
    workers: records.find((record) => CASES[record.case].workers === undefined)?.workers ?? first.workers,
    seed: first.seed,
    cells,
    notCompleted: notCompletedOf(records),
  };
}

function cellOf(runtime: string, model: PoolModel, records: readonly PoolRecord[]): PoolCell {
  const cases = CASE_NAMES.map((name) => [name, records.filter((record) => record.case === name)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([name, own]) => compare(name, own));
  return { runtime, model, cases };
}

function compare(name: PoolCase, records: readonly PoolRecord[]): ComparedCase {
  const { title, floors } = CASES[name];
  const floor = floors[0]!;
  const byContender = Map.groupBy(records, ({ contender }) => contender);
  const bestPeer = bestPeerOf(records);
  const toFloor = figuresOf(byContender.get(floor) ?? []);
  const toPeer = figuresOf(byContender.get(bestPeer ?? "") ?? []);
  const rows = [...byContender].map(([contender, own]): PoolRow => {
    const figures = figuresOf(own);
    const [{ role, version }] = own as [PoolRecord];
    return {
      contender,
      role,
      version,
      completed: own.filter(({ outcome }) => outcome === "completed").length,
      failed: own.filter(({ outcome }) => outcome === "failed").length,
      reason: own.find(({ reason }) => reason !== null)?.reason ?? null,
      seconds: blockEstimateOf(name === "idle-memory" ? [] : [...figures.values()]),
      toFloor: ratioEstimate(figures, toFloor),
      toBestPeer: ratioEstimate(figures, toPeer),
      efficiency: name === "short-tasks" ? observed(own, efficiencyOf) : null,
      shortP99Seconds: name === "mix" ? observed(own, shortP99Of) : null,
      detached: name.startsWith("transfer-") ? observed(own, detachedOf) : null,
      bytes: name === "idle-memory" ? blockEstimateOf([...figures.values()]) : null,
    };
  });
  return { case: name, title, floor, bestPeer, rows: rows.sort((a, b) => ROLES[a.role] - ROLES[b.role] || by(a, b)) };
}

/** Ours first, floors last; among them as they are called. */
const ROLES: Record<Role, number> = { own: 0, peer: 1, floor: 2 };
const by = (a: PoolRow, b: PoolRow): number => (a.contender < b.contender ? -1 : 1);

function notCompletedOf(records: readonly PoolRecord[]): PoolsReport["notCompleted"] {
  const groups = new Map<string, PoolsReport["notCompleted"][number]>();
  for (const { runtime, model, contender, outcome, reason, case: poolCase } of records) {
    if (outcome === "completed") continue;
    // That it was then left out for having failed says nothing new.
    if (outcome === "skipped" && reason?.startsWith("failed twice")) continue;
    const key = JSON.stringify([runtime, model, contender, outcome, reason]);
    const group = groups.get(key) ?? { runtime, model, contender, outcome, reason: reason ?? "", cases: [] };
    groups.set(key, { ...group, cases: distinct([...group.cases, poolCase]) });
  }
  return [...groups.values()];
}

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
