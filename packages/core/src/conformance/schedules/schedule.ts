/**
 * A schedule: a plan of what to do to one fresh executor, drawn from a seed. It is plain data, so that it can be printed, and it
 * says nothing of what must come of it: that is the oracle's.
 *
 *      seed ──generate──▶ Schedule ──carryOut──▶ Observation ──judge──▶ violations
 *                             ╰──────────describe──────────╯──▶ text, when there are any
 */
import type { ThrownKind } from "../tasks.ts";

export interface Schedule {
  seed: number;
  pool: PoolPlan;
  steps: Step[];
  /** Calls it can make at most, the inputs of its maps included; they are numbered from 0. */
  calls: number;
}

/** With which options the executor is made; `undefined` leaves the option out. */
export interface PoolPlan {
  /** In one isolate: the concurrency. */
  workers: number;
  /** Milliseconds. */
  grace: number;
  /** Calls that may wait. */
  maxQueue: number | undefined;
  /** Calls that one worker runs at once. */
  tasksPerWorker: number;
}

/** Steps are taken one after the other; only `pause` and `settle` wait. */
export type Step =
  | { do: "prewarm" }
  | { do: "submit"; calls: CallPlan[] }
  | MapPlan
  | { do: "pause"; milliseconds: number }
  /** Waits until everything so far has settled. */
  | { do: "settle" }
  | { do: "close"; waiting?: "reject" }
  | { do: "terminate" };

export interface CallPlan {
  call: number;
  /** The task's name. Its act is not always what it is named after: names earn an executor's trust, acts betray it. */
  task: string;
  act: Act;
  cancel?: Cancel;
  /** Milliseconds. */
  timeout?: number;
  /** Milliseconds. */
  runTimeout?: number;
}

export interface MapPlan {
  do: "map";
  /** `finishing` is `asCompleted`. */
  order: "input" | "finishing";
  source: "sync" | "async";
  task: string;
  inputs: { call: number; act: Act }[];
  lookAhead?: number;
  cancel?: Cancel;
  /** Of each call, in milliseconds. */
  timeout?: number;
  /** Goes on past failures, and yields how each call ended. */
  settled?: true;
  /** The consumer stops after so many results. */
  stopAfter?: number;
  /** The input throws when it is asked for one more than so many. */
  failAfter?: number;
  /** Milliseconds the consumer takes over each result. */
  pauseEach?: number;
}

/** When its signal is aborted: before the submit, in the same turn as it, some milliseconds later, or once it has settled. */
export type Cancel = "before" | "at once" | { after: number } | "when settled";

/** What a task does. */
export type Act =
  | { kind: "add"; a: number; b: number }
  | { kind: "echo"; value: unknown }
  | { kind: "wait" | "waitDeaf" | "spin"; milliseconds: number }
  | { kind: "raise" | "reject"; what: ThrownKind }
  /** An argument, or a result, that cannot be cloned. */
  | { kind: "takeFunction" | "returnFunction" }
  /** There is no such task. */
  | { kind: "unknown" }
  | { kind: "exit"; code: number }
  /** An uncaught exception, from a timer. */
  | { kind: "throwLater" }
  /** SIGKILL, from within. */
  | { kind: "kill" }
  | { kind: "spinForever" }
  /** Resolves, and ends its worker some milliseconds later, whatever that does then. */
  | { kind: "replyThenExit"; after: number };

export type ActKind = Act["kind"];

/** Acts that end their worker. */
export const FATAL: readonly ActKind[] = ["exit", "throwLater", "kill", "replyThenExit"];
