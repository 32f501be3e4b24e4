/**
 * What happened when, and at which worker: to see what a pool really does.
 *
 *     const seen = timeline();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { abilities: [seen] });
 *     …
 *     await writeFile("trace.json", JSON.stringify(seen.trace())); // chrome://tracing and ui.perfetto.dev draw it
 *
 *      worker 1   ├─starting─┤ ▇▇▇ download ▇▇▇ ▇ parse ▇
 *      worker 2   ├─starting─┤ ▇▇ download ▇▇  ▇▇▇▇ parse ▇▇▇▇
 *
 * It keeps the latest events only, so it may stay in a program that runs for months. Workers know nothing of it.
 */
import type { Rung } from "../pool/errors.ts";
import { checkNumber, now } from "../pool/tasks.ts";
import type { Ability, Call, End, Freed, PoolWorker } from "../pool/worker-pool.ts";

export interface TimelineOptions {
  /** Events to keep: older ones are dropped. A call has six, a worker three. Minimum 1; default 10,000. */
  limit?: number | undefined;
}

export type TimelineEvent = CallEvent | SettledEvent | FreedEvent | WorkerEvent;

/** `given`: to a worker, which may hold it ahead of others; then to another, where the first never began it or it is tried again. */
export interface CallEvent {
  what: "submitted" | "given" | "began" | "ended";
  /** Milliseconds since the epoch. */
  at: number;
  /** Counts the calls of this timeline from 1. */
  call: number;
  task: string;
  /** Counts workers from 1; 0 for what ran in the program's own isolate; absent while no worker has the call. */
  worker?: number;
}

export interface SettledEvent extends Omit<CallEvent, "what"> {
  what: "settled";
  outcome: Outcome;
  /** The name of the error it was rejected with. */
  error?: string;
  /** How far it had come when it was cancelled or late. */
  rung?: Rung;
}

/** Its worker has done with the call, after it has settled or before. */
export interface FreedEvent extends Omit<CallEvent, "what"> {
  what: "freed";
  how: Freed;
}

export interface WorkerEvent {
  what: "worker started" | "worker ready" | "worker gone";
  /** Milliseconds since the epoch. */
  at: number;
  worker: number;
  /** `pid` or `pid/thread`; empty before it is ready. */
  name: string;
}

/**
 * - `completed`: the promise was resolved;
 * - `failed`: the task threw, its worker died, or something could not travel;
 * - `cancelled`: by its signal, or by `terminate` while a worker had it;
 * - `late`: its deadline passed;
 * - `refused`: it was turned away before a worker had it, by a full queue or a closed pool.
 */
type Outcome = "completed" | "failed" | "cancelled" | "late" | "refused";

export interface Timeline extends Ability {
  /** How many events were dropped, because newer ones took their place. */
  readonly dropped: number;
  /**
   * The events in the order in which the pool heard of them, the oldest first. That a task began and ended is heard with its
   * reply, and timed by its worker's own clock.
   */
  events(): TimelineEvent[];
  /** What each worker ran, to be drawn as one row for each. */
  rows(): TimelineRow[];
  /** As JSON, a file that chrome://tracing and ui.perfetto.dev open. */
  trace(): Trace;
}

/**
 * The ability, for one pool.
 *
 * @throws {RangeError} when `limit` is no whole number from 1 on
 */
export function timeline({ limit = 10_000 }: TimelineOptions = {}): Timeline {
  checkNumber("Cannot make a timeline: limit", limit, 1, true);
  const kept: TimelineEvent[] = [];
  let told = 0;
  const [calls, workers] = [numbering(), numbering()];
  const tell = (event: TimelineEvent): void => void (kept[told++ % limit] = event);
  const here = (): number => performance.timeOrigin + now();
  const tellOf = (worker: PoolWorker, what: WorkerEvent["what"]): void =>
    tell({ what, at: here(), worker: workers(worker), name: worker.name });
  const about = (call: Call, at = here()): Omit<CallEvent, "what"> => ({
    at,
    call: calls(call),
    task: call.task,
    ...(call.state !== "queued" && call.worker && { worker: workers(call.worker) }),
  });

  return {
    name: "timeline",
    get dropped() {
      return told - kept.length;
    },
    events() {
      const oldest = told > limit ? told % limit : 0;
      return [...kept.slice(oldest), ...kept.slice(0, oldest)];
    },
    rows() {
      return rowsOf(this.events());
    },
    trace() {
      return traceOf(this.events(), this.dropped);
    },
    life: () => ({
      // Another ability may have refused it before: then that it settled has been told already.
      submitted: (call) => void (call.settled || tell({ what: "submitted", ...about(call) })),
      given: (call) => tell({ what: "given", ...about(call) }),
      ran(call, _worker, began, took) {
        tell({ what: "began", ...about(call, began) });
        tell({ what: "ended", ...about(call, began + took) });
      },
      settled: (call, end) => tell({ what: "settled", ...about(call), ...outcomeOf(call, end) }),
      freed: (call, how) => tell({ what: "freed", ...about(call), how }),
      workerStarted: (worker) => tellOf(worker, "worker started"),
      workerReady: (worker) => tellOf(worker, "worker ready"),
      workerGone: (worker) => tellOf(worker, "worker gone"),
    }),
  };
}

/** Counts from 1, and knows again what it has counted. */
function numbering(): (thing: object) => number {
  const numbers = new WeakMap<object, number>();
  let count = 0;
  return (thing) => {
    const number = numbers.get(thing) ?? ++count;
    numbers.set(thing, number);
    return number;
  };
}

function outcomeOf({ state }: Call, end: End): Pick<SettledEvent, "outcome" | "error" | "rung"> {
  if (!("error" in end)) return { outcome: "completed" };
  const { name, rung } = end.error as Error & { rung?: Rung };
  const told = { error: name, ...(rung && { rung }) };
  if (name === "TaskCancelled") return { outcome: "cancelled", ...told };
  if (name === "DeadlineExceeded") return { outcome: "late", ...told };
  if (name !== "PoolClosed" && name !== "QueueFull") return { outcome: "failed", ...told };
  return { outcome: state === "given" ? "cancelled" : "refused", ...told };
}

/** Times in milliseconds since the epoch. What was dropped from the timeline, or has not happened yet, is absent. */
export interface TimelineRow {
  /** Counts workers from 1; 0 is the program's own isolate. */
  worker: number;
  /** `pid` or `pid/thread`; empty where it is not known. */
  name: string;
  started?: number;
  ready?: number;
  gone?: number;
  /** From the first that began. */
  spans: TimelineSpan[];
}

/** One task that ran. A call that was tried again has several. */
export interface TimelineSpan {
  /** Counts the calls of the timeline from 1. */
  call: number;
  task: string;
  /** Of a call's first try. */
  submitted?: number;
  /** By the worker's word. Where it died or was stopped before it could say, when the call was given to it. */
  began: number;
  /** Likewise; else when the call was freed. */
  ended: number;
  /** Absent while the call has not settled, and for what was tried again. */
  outcome?: Outcome;
  /** 0, or more where several ran at once: spans of one lane do not overlap. */
  lane: number;
}

/** Rows by the worker's number. Calls that never began are in none. */
export function rowsOf(events: readonly TimelineEvent[]): TimelineRow[] {
  const rows = new Map<number, TimelineRow>();
  const calls = new Map<number, History>();
  const row = (worker = 0): TimelineRow => {
    const found = rows.get(worker) ?? { worker, name: "", spans: [] };
    rows.set(worker, found);
    return found;
  };
  for (const event of events) {
    if ("call" in event) {
      const history = calls.get(event.call) ?? {};
      calls.set(event.call, history);
      const span = spanOf(history, event);
      if (span) row(event.worker).spans.push(span);
      continue;
    }
    const found = row(event.worker);
    found.name ||= event.name;
    if (event.what === "worker started") found.started = event.at;
    else if (event.what === "worker ready") found.ready = event.at;
    else found.gone = event.at;
  }
  for (const { last, settled } of calls.values()) if (last && settled) last.outcome = settled.outcome;
  for (const { spans } of rows.values()) intoLanes(spans);
  return [...rows.values()].sort((a, b) => a.worker - b.worker);
}

/** What has happened to one call so far. */
interface History {
  submitted?: number | undefined;
  /** When it was given to the worker that has it and has not told of it. */
  given?: number | undefined;
  began?: number | undefined;
  settled?: SettledEvent;
  last?: TimelineSpan;
}

/** What has ended with this event. */
function spanOf(history: History, event: CallEvent | SettledEvent | FreedEvent): TimelineSpan | undefined {
  const { what, at, call, task } = event;
  if (what === "settled") history.settled = event;
  else if (what !== "ended" && what !== "freed") history[what] = at;
  else {
    const { submitted, given, settled } = history;
    // What could not be sent has not run; else its worker died, or was stopped or given up, before it could tell.
    const unheard = what === "freed" && settled?.error !== "NotCloneable" ? given : undefined;
    const began = what === "ended" ? history.began : unheard;
    history.given = history.began = undefined;
    if (began === undefined) return undefined;
    history.submitted = undefined;
    return (history.last = { call, task, began, ended: at, lane: 0, ...(submitted !== undefined && { submitted }) });
  }
  return undefined;
}

/** Sorts them, and puts each into the first lane that is free. */
function intoLanes(spans: TimelineSpan[]): void {
  spans.sort((a, b) => a.began - b.began);
  const freeAt: number[] = [];
  for (const span of spans) {
    const free = freeAt.findIndex((at) => at <= span.began);
    span.lane = free < 0 ? freeAt.length : free;
    freeAt[span.lane] = span.ended;
  }
}

/**
 * The trace event format, which chrome://tracing and ui.perfetto.dev draw: a track for each worker, with a bar for each task, and a
 * bar for each call's wait.
 */
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
const pid = 1;

/** @param dropped how many events are missing before the first */
export function traceOf(events: readonly TimelineEvent[], dropped: number): Trace {
  const beganAt = events.reduce((first, { at }) => Math.min(first, at), events[0]?.at ?? 0);
  const since = (at: number): number => (at - beganAt) * 1000;
  const traceEvents: TraceEvent[] = [{ ph: "M", name: "process_name", pid, tid: 0, args: { name: "pool" } }];
  let tracks = 0;
  for (const row of rowsOf(events)) {
    const lanes = Math.max(1, ...row.spans.map(({ lane }) => lane + 1));
    const first = tracks;
    tracks += lanes;
    for (let lane = 0; lane < lanes; lane++) traceEvents.push(...namesOf(row, lane, first + lane));
    const own = { cat: "worker", pid, tid: first };
    if (row.started !== undefined && row.ready !== undefined) {
      const dur = since(row.ready) - since(row.started);
      traceEvents.push({ ph: "X", name: "starting", ...own, ts: since(row.started), dur });
    }
    for (const span of row.spans) traceEvents.push(...barsOf(span, first + span.lane, since));
    if (row.gone !== undefined) traceEvents.push({ ph: "i", name: "gone", ...own, ts: since(row.gone), s: "t" });
  }
  return { displayTimeUnit: "ms", traceEvents, otherData: { beganAt, dropped } };
}

function namesOf(row: TimelineRow, lane: number, tid: number): TraceEvent[] {
  const worker = row.worker === 0 ? "this isolate" : `worker ${row.worker}${row.name && ` (${row.name})`}`;
  const name = lane === 0 ? worker : `${worker}, at once ${lane + 1}`;
  return [
    { ph: "M", name: "thread_name", pid, tid, args: { name } },
    { ph: "M", name: "thread_sort_index", pid, tid, args: { sort_index: tid } },
  ];
}

function barsOf(span: TimelineSpan, tid: number, since: (at: number) => number): TraceEvent[] {
  const { task: name, call, outcome = "not settled", submitted } = span;
  const ts = since(span.began);
  const args = { call, outcome };
  const bar: TraceEvent = { ph: "X", name, cat: "task", pid, tid, ts, dur: since(span.ended) - ts, args };
  if (submitted === undefined) return [bar];
  const wait = { name: `${name} waits`, cat: "wait", pid, tid, id: call };
  return [{ ph: "b", ts: Math.min(ts, since(submitted)), ...wait }, { ph: "e", ts, ...wait }, bar];
}
