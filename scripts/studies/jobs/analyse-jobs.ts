/** From records to a report: pure functions. */
import type { Environment } from "@triathlon/core/results/environment";
import type { JobsRecord } from "@triathlon/core/results/jobs";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { median } from "@triathlon/core/statistics/median";
import { estimateOf, ratioEstimate } from "../../analysis/estimate.ts";
import { pairedRatios } from "../../analysis/paired-ratio.ts";
import { disturbanceOf } from "../../analysis/run-noise.ts";
import { ARMS, REFERENCE } from "./arms.ts";
import { CASE_NAMES, CASES } from "./cases.ts";
import type { JobsReport, JobsRow } from "./jobs-report.ts";

/** @throws {RangeError} when there are no records */
export function analyseJobs(records: readonly JobsRecord[], environment: Environment): JobsReport {
  const [first] = records;
  if (!first) throw new RangeError("Cannot compare jobs: wanted at least one record, found none");
  const { runId, seed } = first;
  const groups = Map.groupBy(records, nameOfJobs);
  const rows = [...groups.values()].map((own) => {
    const reference = groups.get(nameOfJobs({ ...own[0]!, arm: REFERENCE })) ?? [];
    return rowOf(own, own[0]!.arm === REFERENCE ? [] : reference);
  });
  const runtimes = environment.runtimes.map(({ runtime }) => runtime);
  const arms = ARMS.map(({ name }) => name);
  rows.sort(
    (a, b) =>
      runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime) ||
      CASE_NAMES.indexOf(a.case) - CASE_NAMES.indexOf(b.case) ||
      arms.indexOf(a.arm) - arms.indexOf(b.arm),
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    runId,
    environment,
    seed,
    blocks: records.reduce((most, { block }) => Math.max(most, block + 1), 0),
    noise: disturbanceOf(records),
    smoke: records.some(({ case: name, jobs }) => jobs < CASES[name].amount.jobs),
    software: [...new Set(records.flatMap(({ software }) => software))].sort(),
    rows,
  };
}

/** The same in every block. */
export const nameOfJobs = ({ runtime, arm, case: name }: Pick<JobsRecord, "runtime" | "arm" | "case">): string =>
  [runtime, arm, name].join(" ");

function rowOf(records: readonly JobsRecord[], reference: readonly JobsRecord[]): JobsRow {
  const { runtime, arm, case: name, jobs } = records[0]!;
  const figures = records.flatMap((record) => record.figures ?? []);
  const own = secondsByBlock(records);
  const sum = (of: "accepted" | "lost"): number => figures.reduce((all, each) => all + (each[of] ?? 0), 0);
  return {
    runtime,
    arm,
    case: name,
    jobs,
    completed: records.filter(({ outcome }) => outcome === "completed").length,
    failed: records.filter(({ outcome }) => outcome === "failed").length,
    reason: records.find(({ reason }) => reason !== null)?.reason ?? null,
    seconds: estimateOf([...own.values()]),
    beside: ratioEstimate(pairedRatios(own, secondsByBlock(reference))),
    recoverySeconds: name === "recovery" ? figures.flatMap(({ seconds }) => seconds) : [],
    accepted: sum("accepted"),
    lost: sum("lost"),
  };
}

/** Of what is timed, the figure of each block: the median of its jobs, or what all took together. */
function secondsByBlock(records: readonly JobsRecord[]): Map<number, number> {
  const timed = records.filter(({ case: name }) => name !== "recovery" && name !== "restart");
  return new Map(timed.flatMap(({ block, figures }) => (figures ? [[block, median(figures.seconds)] as const] : [])));
}
