/**
 * A timeline in the trace event format, which chrome://tracing and ui.perfetto.dev draw: a track for each worker, with a bar for
 * each task, and a bar for each call's wait.
 */
import { rowsOf, type TimelineRow, type TimelineSpan } from "./timeline-rows.ts";
import type { TimelineEvent } from "./timeline.ts";

export interface Trace {
  displayTimeUnit: "ms";
  traceEvents: TraceEvent[];
  otherData: {
    /** The time of 0, in milliseconds since the epoch. */
    beganAt: number;
    /** Events that the timeline had dropped. */
    dropped: number;
  };
}

/** The part of the format that is used here. */
export interface TraceEvent {
  /** `X` lasts for `dur`, `b` begins and `e` ends what may overlap with others, `i` is a moment, `M` names a track. */
  ph: "X" | "b" | "e" | "i" | "M";
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts?: number;
  dur?: number;
  cat?: string;
  /** Which `b` and `e` belong together. */
  id?: number;
  /** Of a moment: that it belongs to its track. */
  s?: "t";
  args?: Record<string, unknown>;
}

/** There is one pool in a trace: viewers group tracks by a number that need not be a process's. */
const POOL = 1;

/** @param dropped how many events are missing before the first */
export function traceOf(events: readonly TimelineEvent[], dropped: number): Trace {
  const beganAt = events.reduce((first, { at }) => Math.min(first, at), events[0]?.at ?? 0);
  const since = (at: number): number => (at - beganAt) * 1000;
  const traceEvents: TraceEvent[] = [{ ph: "M", name: "process_name", pid: POOL, tid: 0, args: { name: "pool" } }];
  let tracks = 0;
  for (const row of rowsOf(events)) {
    const lanes = Math.max(1, ...row.spans.map(({ lane }) => lane + 1));
    const tids = Array.from({ length: lanes }, () => tracks++);
    for (const [lane, tid] of tids.entries()) traceEvents.push(...namesOf(row, lane, tid));
    const [first = 0] = tids;
    if (row.started !== undefined && row.ready !== undefined) {
      const ts = since(row.started);
      traceEvents.push({
        ph: "X",
        name: "starting",
        cat: "worker",
        pid: POOL,
        tid: first,
        ts,
        dur: since(row.ready) - ts,
      });
    }
    for (const span of row.spans) traceEvents.push(...barsOf(span, tids[span.lane] ?? first, since));
    if (row.gone !== undefined) {
      traceEvents.push({ ph: "i", name: "gone", cat: "worker", pid: POOL, tid: first, ts: since(row.gone), s: "t" });
    }
  }
  return { displayTimeUnit: "ms", traceEvents, otherData: { beganAt, dropped } };
}

function namesOf(row: TimelineRow, lane: number, tid: number): TraceEvent[] {
  const worker = row.worker === 0 ? "this isolate" : `worker ${row.worker}${row.name && ` (${row.name})`}`;
  const name = lane === 0 ? worker : `${worker}, at once ${lane + 1}`;
  return [
    { ph: "M", name: "thread_name", pid: POOL, tid, args: { name } },
    { ph: "M", name: "thread_sort_index", pid: POOL, tid, args: { sort_index: tid } },
  ];
}

function barsOf(span: TimelineSpan, tid: number, since: (at: number) => number): TraceEvent[] {
  const { task: name, call, outcome, submitted } = span;
  const ts = since(span.began);
  const bar: TraceEvent = { ph: "X", name, cat: "task", pid: POOL, tid, ts, dur: since(span.ended) - ts };
  const bars = [{ ...bar, args: { call, outcome: outcome ?? "not settled" } }];
  if (submitted === undefined) return bars;
  const wait = { name: `${name} waits`, cat: "wait", pid: POOL, tid, id: call };
  return [{ ph: "b", ts: Math.min(ts, since(submitted)), ...wait }, { ph: "e", ts, ...wait }, ...bars];
}
