/**
 * What crosses between a pool and a worker. Calls that are sent together are one message, and so are replies that are ready
 * together: what a small task costs is mostly its messages.
 *
 *        pool                                worker
 *          │ ◀───────── Ready ─── or ─ Failed ─ │  its tasks are loaded, its init is through
 *          │ ── Calls ────────────────────────▶ │  run them, in this order
 *          │ ── Cancel ───────────────────────▶ │  abort the call's signal, or do not start it
 *          │ ◀──────── Item ─── ── Taken ─────▶ │  what a running task emits
 *          │ ◀──────────────── Replies ──────── │  each call is answered, or given back, exactly once
 *          │ ── Go on ────────────────────────▶ │  the answer to replies that ask: nothing is on its way before it
 *          │ ── End ──────────────────────────▶ │  leave: no call will come
 */
import type { Death } from "./errors.ts";
import type { Transferables } from "./executor.ts";
import type { PackedError } from "./pack-error.ts";

export type ToWorker =
  | CallsMessage
  | CancelMessage
  | TakenMessage
  | { type: "go on" }
  | { type: "give back" }
  | { type: "end" };
export type FromWorker = ReadyMessage | FailedMessage | ItemMessage | RepliesMessage;

/** Lists side by side, because a list of objects takes several times as long to clone. */
export interface CallsMessage {
  type: "calls";
  /** The id of the first call; the others count on from it. */
  first: number;
  /** One name for all, or one for each. */
  tasks: string | string[];
  /** The arguments of all calls, one after the other. */
  args: readonly unknown[];
  /** How many calls; absent for one. */
  count?: number;
  /** How many arguments: one number for all, or one for each; absent for one call. */
  arity?: number | number[];
  /** What few calls have; absent when none of these has it. */
  extras?: (CallExtras | undefined)[];
  /** In the first message to a worker. */
  setup?: {
    /** How many calls the worker may run at once. */
    atOnce: number;
    /** Of a worker that shares memory with its pool. */
    claims: Int32Array<SharedArrayBuffer> | undefined;
  };
}

export interface CallExtras {
  /** Milliseconds left until the deadline when it was sent. */
  timeLeft?: number;
  context?: unknown;
  /** The one argument is a list of inputs: the task runs for each. */
  each?: boolean;
}

export interface CancelMessage {
  type: "cancel";
  /** Each call's id, and what becomes the reason of its task's signal, by name. */
  calls: [id: number, reason: "AbortError" | "TimeoutError"][];
}

/** The caller has taken an item of this call: there is room for another. */
export interface TakenMessage {
  type: "taken";
  id: number;
}

export interface ItemMessage {
  type: "item";
  id: number;
  value: unknown;
}

export interface ReadyMessage {
  type: "ready";
  /** `process id`, or `process id/thread id`. */
  worker: string;
  /** Milliseconds since the epoch at which the worker's clock was 0. */
  timeOrigin: number;
  /** Arrives as a `Map` where the channel clones. */
  probe: Map<string, number>;
}

/** Instead of ready: its `init` has failed. The worker waits to be stopped. */
export interface FailedMessage {
  type: "failed";
  error: PackedError;
}

/** Lists side by side, as in {@link CallsMessage}. */
export interface RepliesMessage {
  type: "replies";
  ids: number[];
  /** When each began on the worker's clock, and how long it took, in milliseconds: two numbers a call. */
  times: number[];
  values: unknown[];
  /** Where a call has no value; absent when all of these have. */
  failures?: (Failure | undefined)[];
  /** Calls that were not started and will not be. */
  returned?: number[];
  /** The worker starts no other call until it is told to go on. */
  asks?: boolean;
  /** The worker is ending: it can take no more. */
  leaving?: boolean;
}

/** Why a call has no value: its task threw, there is no such task, or its value cannot travel. */
export type Failure =
  | { kind: "threw"; error: PackedError }
  | { kind: "unknown task"; known: readonly string[] }
  | { kind: "result not cloneable"; error: PackedError };

/** Whether a message is of the protocol, as far as its pool would stumble if it were not. */
export function isFromWorker(message: Partial<FromWorker> | null | undefined): message is FromWorker {
  switch (message?.type) {
    case "replies": {
      const { ids, times, values, failures = [], returned = [] } = message;
      return [ids, times, values, failures, returned].every(Array.isArray);
    }
    case "failed":
      return typeof message.error === "object";
    default:
      return message?.type === "ready" || message?.type === "item";
  }
}

/** The native wire to one worker, as a pool sees it. */
export interface Link {
  /** Whether the worker sees the same `SharedArrayBuffer`: true for a thread. */
  readonly sharesMemory: boolean;
  /** Sends a message. Throws, and sends nothing, when it cannot be cloned. */
  post(message: ToWorker, transfer?: Transferables): void;
  /** Ends the worker at once, busy or not. Its death is reported like any other, where the runtime can do it. */
  stop(): void;
}

/** What a link reports. `died` is called once, after the last message. */
export interface LinkEvents {
  message(message: FromWorker): void;
  /** @param assumed nothing has told of its end: it was stopped, and most are gone then */
  died(death: Death, assumed?: boolean): void;
}

/** Starts a worker and wires it up. */
export type Connect = (events: LinkEvents) => Link;
