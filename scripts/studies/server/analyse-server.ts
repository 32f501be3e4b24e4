/** From records to a report: pure functions. */
import type { Environment } from "@triathlon/core/results/environment";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { type ServerRecord, serverPlace } from "@triathlon/core/results/server";
import type { ServerReport, ServerRow } from "@triathlon/core/results/server-report";
import { quantile } from "@triathlon/core/statistics/quantile";
import { estimateOf } from "../../analysis/estimate.ts";
import { disturbanceOf } from "../../analysis/run-noise.ts";
import { WHOLE } from "./server-study.ts";

/** @throws {RangeError} when there are no records */
export function analyseServers(records: readonly ServerRecord[], environment: Environment): ServerReport {
  const [first] = records;
  if (!first) throw new RangeError("Cannot report a load test: wanted at least one record, found none");
  const { runId, seed, below, loadSeconds } = first;
  const order = environment.runtimes.map(({ runtime }) => runtime);
  const rows = [...Map.groupBy(records, nameOfServer).values()].map(rowOf);
  rows.sort(
    (a, b) =>
      order.indexOf(a.runtime) - order.indexOf(b.runtime) ||
      a.connections - b.connections ||
      serverPlace.options.indexOf(a.place) - serverPlace.options.indexOf(b.place),
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    runId,
    environment,
    seed,
    blocks: records.reduce((most, { block }) => Math.max(most, block + 1), 0),
    noise: disturbanceOf(records),
    smoke: records.some((record) => record.loadSeconds < WHOLE.loadSeconds || record.below < WHOLE.below),
    below,
    loadSeconds,
    rows,
  };
}

/** The same in every block. */
export const nameOfServer = ({ runtime, place, connections }: ServerRecord): string =>
  [runtime, place, connections].join(" ");

function rowOf(records: readonly ServerRecord[]): ServerRow {
  const { runtime, place, connections } = records[0]!;
  const completed = records.filter(({ outcome }) => outcome === "completed");
  const middle = (figure: (record: ServerRecord) => number) => estimateOf(completed.map(figure));
  const latency = (share: number) => middle(({ latencySeconds }) => quantile(latencySeconds, share));
  const delay = (share: number) => middle(({ delaySeconds }) => quantile(delaySeconds, share));
  return {
    runtime,
    connections,
    place,
    completed: completed.length,
    failed: records.filter(({ outcome }) => outcome === "failed").length,
    reason: records.find(({ reason }) => reason !== null)?.reason ?? null,
    answersPerSecond: middle(({ latencySeconds, loadedSeconds }) => latencySeconds.length / (loadedSeconds ?? 1)),
    latency: { p50Seconds: latency(0.5), p90Seconds: latency(0.9), p99Seconds: latency(0.99) },
    delay: { p50Seconds: delay(0.5), p99Seconds: delay(0.99), maxSeconds: delay(1) },
  };
}
