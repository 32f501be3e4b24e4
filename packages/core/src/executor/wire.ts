/**
 * What crosses between a pool and a worker, and how an error survives the journey: structured clone keeps an error's
 * message and stack, but loses its class name, `code`, own fields, `AggregateError.errors` and, in one runtime, its `cause`.
 *
 *        pool                                worker
 *          │ ◀───────────────── Ready ───────── │  its tasks are loaded
 *          │ ── Call ─────────────────────────▶ │
 *          │ ── Cancel ───────────────────────▶ │  abort the call's signal
 *          │ ◀──────────── Done │ Failed ────── │  exactly one a call
 *          │ ── End ──────────────────────────▶ │  leave: no call will come
 */
import type { Death } from "./errors.ts";
import type { Transferables } from "./executor.ts";

export type ToWorker = CallMessage | CancelMessage | EndMessage;
export type FromWorker = ReadyMessage | DoneMessage | FailedMessage;

export interface CallMessage {
  type: "call";
  id: number;
  task: string;
  args: readonly unknown[];
  /** Milliseconds left until the deadline when it was sent; absent without one. */
  timeLeft?: number;
}

export interface CancelMessage {
  type: "cancel";
  id: number;
  /** Becomes the reason of the task's signal, by name: `AbortError` or `TimeoutError`. */
  reason: "AbortError" | "TimeoutError";
}

export interface EndMessage {
  type: "end";
}

export interface ReadyMessage {
  type: "ready";
  /** `process id`, or `process id/thread id`. */
  worker: string;
  /** A `Map` proves that the channel clones; over plain JSON it would arrive as an empty object. */
  probe: Map<string, number>;
}

export interface DoneMessage {
  type: "done";
  id: number;
  value: unknown;
}

export interface FailedMessage {
  type: "failed";
  id: number;
  failure: Failure;
}

/** Why a call has no value: its task threw, there is no such task, or its value cannot travel. */
export type Failure =
  | { kind: "threw"; error: PackedError }
  | { kind: "unknown task"; known: readonly string[] }
  | { kind: "result not cloneable"; error: PackedError };

/** The native wire to one worker, as a pool sees it. */
export interface Link {
  /** Sends a message. Throws, and sends nothing, when it cannot be cloned. */
  post(message: ToWorker, transfer?: Transferables): void;
  /** Ends the worker at once, busy or not. Its death is reported like any other, where the runtime can do it. */
  stop(): void;
}

/** What a link reports. `died` is called once, after the last message. */
export interface LinkEvents {
  message(message: FromWorker): void;
  died(death: Death): void;
}

/** Starts a worker and wires it up. */
export type Connect = (events: LinkEvents) => Link;

/** Something thrown, as plain data: an error, or any other value. */
export type PackedError =
  | { kind: "value"; value: unknown }
  | {
      kind: "error";
      /** A `DOMException` is rebuilt as one. */
      dom: boolean;
      name: string;
      message: string;
      stack: string | undefined;
      /** Own enumerable properties, `code` among them. */
      fields: Record<string, unknown>;
      cause?: PackedError;
      errors?: PackedError[];
    };

/** Turns something thrown into data that every channel can carry. What cannot be cloned is kept as a string. */
export function packError(thrown: unknown, depth = 0): PackedError {
  if (!(thrown instanceof Error) || depth > MAX_CAUSES) return { kind: "value", value: cloneable(thrown) };
  const own = Object.entries(thrown).filter(([key]) => !APART.has(key));
  const packed: PackedError = {
    kind: "error",
    dom: thrown instanceof DOMException,
    name: className(thrown),
    message: thrown.message,
    stack: thrown.stack,
    fields: Object.fromEntries(
      own.map(([key, value]) => [key, value instanceof Error ? String(value) : cloneable(value)]),
    ),
  };
  if ("cause" in thrown) packed.cause = packError(thrown.cause, depth + 1);
  if (thrown instanceof AggregateError) packed.errors = thrown.errors.map((error) => packError(error, depth + 1));
  return packed;
}

/** Rebuilds what {@link packError} packed: a standard class becomes itself again, any other an `Error` of that name. */
export function unpackError(packed: PackedError): unknown {
  if (packed.kind === "value") return packed.value;
  const { name, message, stack, fields } = packed;
  let error: Error;
  if (packed.dom) error = new DOMException(message, name);
  else if (packed.errors) error = new AggregateError(packed.errors.map(unpackError), message);
  else error = new (STANDARD[name] ?? Error)(message);
  if (error.name !== name) define(error, "name", name);
  define(error, "stack", stack);
  if (packed.cause) define(error, "cause", unpackError(packed.cause));
  for (const [key, value] of Object.entries(fields)) {
    Object.defineProperty(error, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return error;
}

/** A chain of causes longer than this is cut: it may be a ring. */
const MAX_CAUSES = 16;

const STANDARD: Record<string, new (message: string) => Error> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

const APART = new Set(["name", "message", "stack", "cause", "errors"]);

/** `class NotFound extends Error {}` leaves `name` at "Error": then the constructor's name says more. */
function className(error: Error): string {
  return error.name === "Error" ? error.constructor.name : error.name;
}

function cloneable(value: unknown): unknown {
  try {
    structuredClone(value);
    return value;
  } catch {
    return typeof value === "object" ? Object.prototype.toString.call(value) : String(value);
  }
}

/** Non-enumerable, as an error's own are. */
function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
}
