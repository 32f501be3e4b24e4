/** A timeline's events as rows to draw: one for each worker, with what it ran. */
import type { Outcome } from "./outcome.ts";
import type { CallEvent, SettledEvent, TimelineEvent } from "./timeline.ts";

/** Times in milliseconds since the epoch. What was dropped from the timeline, or has not happened yet, is absent. */
export interface TimelineRow {
  /** Counts workers from 1; 0 is the pool's own isolate. */
  worker: number;
  /** `pid` or `pid/thread`; empty where it is not known. */
  name: string;
  started?: number;
  ready?: number;
  gone?: number;
  /** From the first that began. */
  spans: TimelineSpan[];
}

/** One task that ran. */
export interface TimelineSpan {
  /** Counts the calls of the timeline from 1. */
  call: number;
  task: string;
  submitted?: number;
  /** By the worker's word. Where it died or was stopped before it could say, when the call was sent to it. */
  began: number;
  /** Likewise; else when the call settled. */
  ended: number;
  /** Absent while the call has not settled. */
  outcome?: Outcome;
  /** 0, or more where several ran at once: spans of one lane do not overlap. */
  lane: number;
}

/** Rows by the worker's number. Calls that never began are in none. */
export function rowsOf(events: readonly TimelineEvent[]): TimelineRow[] {
  const rows = new Map<number, TimelineRow>();
  const row = (worker: number): TimelineRow => {
    const found = rows.get(worker) ?? { worker, name: "", spans: [] };
    rows.set(worker, found);
    return found;
  };
  const calls = new Map<number, CallHistory>();
  for (const event of events) {
    if ("call" in event) {
      const history = calls.get(event.call) ?? { task: event.task };
      calls.set(event.call, history);
      note(history, event);
    } else {
      const found = row(event.worker);
      found.name ||= event.name;
      if (event.what === "worker started") found.started = event.at;
      else if (event.what === "worker ready") found.ready = event.at;
      else found.gone = event.at;
    }
  }
  for (const [call, history] of calls) {
    const span = spanOf(call, history);
    if (span && history.worker !== undefined) row(history.worker).spans.push(span);
  }
  for (const { spans } of rows.values()) intoLanes(spans);
  return [...rows.values()].sort((a, b) => a.worker - b.worker);
}

/** What happened to one call, last. */
interface CallHistory {
  task: string;
  worker?: number;
  submitted?: number;
  sent?: number;
  began?: number;
  ended?: number;
  settled?: SettledEvent;
}

function note(history: CallHistory, event: CallEvent | SettledEvent): void {
  if (event.worker !== undefined) history.worker = event.worker;
  if (event.what === "settled") history.settled = event;
  else if (event.what === "returned") delete history.sent;
  else history[event.what] = event.at;
}

function spanOf(call: number, { task, submitted, settled, ...history }: CallHistory): TimelineSpan | undefined {
  const unheard = settled && endedUnheard(settled);
  const began = history.began ?? (unheard ? history.sent : undefined);
  const ended = history.ended ?? (unheard ? settled.at : undefined);
  if (began === undefined || ended === undefined) return undefined;
  const span: TimelineSpan = { call, task, began, ended, lane: 0 };
  if (submitted !== undefined) span.submitted = submitted;
  if (settled) span.outcome = settled.outcome;
  return span;
}

/** Whether the task was probably running when its worker was lost, or was given up. */
function endedUnheard({ error, rung }: SettledEvent): boolean {
  return error === "WorkerDied" || error === "PoolClosed" || (rung !== undefined && rung !== "queued");
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
