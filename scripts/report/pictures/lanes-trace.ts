/** All lanes of a run in one trace, for ui.perfetto.dev and chrome://tracing: a group for each execution, all from time 0. */
import { traceOf, type TraceEvent } from "@triathlon/core/abilities/timeline";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import { runtimeTitle } from "../../analysis/words.ts";

/** Null where there is nothing in it. */
export function lanesTrace(lanes: readonly LanesRecord[]): string | null {
  const completed = lanes.filter(({ outcome, events }) => outcome === "completed" && events.length > 0);
  if (completed.length === 0) return null;
  const traceEvents = completed.flatMap((record, index) => grouped(record, index + 1));
  return `${JSON.stringify({ displayTimeUnit: "ms", traceEvents })}\n`;
}

function grouped({ runtime, model, workload, events }: LanesRecord, group: number): TraceEvent[] {
  return traceOf(events, 0).traceEvents.map((event) => ({
    ...event,
    pid: group,
    ...(event.name === "process_name" ? { args: { name: `${workload}: ${runtimeTitle(runtime)}, ${model}` } } : {}),
  }));
}
