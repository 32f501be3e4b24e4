/** What can go wrong with a worker, and how what a task threw crosses from it. */
import { describe } from "./errors.ts";

/** How a worker ended, as far as its runtime tells. */
export interface Death {
  /** Of a process, or of a thread where the runtime reports one; else null. */
  exitCode: number | null;
  /** The signal that ended a process, e.g. `SIGKILL`; else null. */
  signal: string | null;
  /** The error that ended it, or why its pool stopped it; absent where neither is known. */
  error?: unknown;
}

/** The worker ended while it had this call, or before it was ready for any. The call may have had effects. */
export class WorkerDied extends Error implements Death {
  override readonly name = "WorkerDied";
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The task it had, or null when it died while starting. */
  readonly task: string | null;
  /** `pid` or `pid/thread`, or the empty string when it had not said. */
  readonly worker: string;

  constructor(task: string | null, worker: string, death: Death) {
    const doing = task === null ? "before it was ready for tasks" : `while it ran task "${task}"`;
    const how = death.signal ?? (death.exitCode === null ? "no exit code is known" : `exit code ${death.exitCode}`);
    const why = death.error === undefined ? "" : `: ${describe(death.error)}`;
    super(`Worker${worker && ` ${worker}`} died ${doing} (${how})${why}`, { cause: death.error });
    this.exitCode = death.exitCode;
    this.signal = death.signal;
    this.task = task;
    this.worker = worker;
  }
}

/** An argument or a result cannot cross to or from the worker. `cause` is what the runtime said. */
export class NotCloneable extends Error {
  override readonly name = "NotCloneable";
  readonly part: "argument" | "result";

  constructor(task: string, part: "argument" | "result", cause: unknown) {
    const what = part === "result" ? "the result" : "an argument";
    super(`Cannot send ${what} of task "${task}": wanted what can be cloned, found ${describe(cause)}`, { cause });
    this.part = part;
  }
}

/** Something thrown, as plain data that every channel can carry: structured clone loses an error's class, `code` and fields. */
export type Packed = { value: unknown } | PackedError;

/** `fields` are its own enumerable properties, `code` among them. */
type PackedError = { name: string; message: string; stack?: string | undefined; fields: object; cause?: Packed };

/** How what was thrown is made ready to travel, and made whole again. An ability may put another one around it. */
export interface Packing {
  /** Never throws. */
  pack(thrown: unknown): Packed;
  /** Throws when it is nothing that `pack` makes. */
  unpack(packed: Packed): unknown;
}

export const packing: Packing = { pack: (thrown) => pack(thrown, 0), unpack };

/** A chain of causes longer than this is cut: it may be a ring. */
const MAX_CAUSES = 16;

/** What an error has of its own. */
const OWN = ["name", "message", "stack", "cause"];

const STANDARD = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

function pack(thrown: unknown, depth: number): Packed {
  // One made in another realm, as by `node:vm`, is no instance of this one's class.
  const isError = attempt(() => thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]");
  if (depth > MAX_CAUSES) return { value: describe(thrown) };
  if (!isError) return { value: cloneable(thrown, fieldsOf) };
  const error = thrown as Error;
  // `class NotFound extends Error {}` leaves `name` at "Error": then the constructor's name says more.
  const name = textOf(attempt(() => (error.name === "Error" ? error.constructor.name : error.name)));
  const message = textOf(attempt(() => error.message));
  const packed: PackedError = { name, message, stack: attempt(() => error.stack), fields: fieldsOf(error, OWN) };
  if (typeof packed.stack !== "string") delete packed.stack; // `Error.prepareStackTrace` may make anything of it
  const cause = attempt(() => ("cause" in error ? { thrown: error.cause } : undefined));
  if (cause) packed.cause = pack(cause.thrown, depth + 1);
  return packed;
}

function unpack(packed: Packed): unknown {
  if (!("name" in packed)) return packed.value;
  const { name, message, stack, fields, cause } = packed;
  if (textOf(name) !== name || textOf(message) !== message) throw new TypeError("Cannot read an error: it has no name");
  const error = new (STANDARD.find((standard) => standard.name === name) ?? Error)(message);
  const define = (key: string, value: unknown, enumerable = false): void =>
    void Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
  if (error.name !== name) define("name", name);
  define("stack", stack);
  if (cause) define("cause", unpack(cause));
  for (const [key, value] of Object.entries(fields)) define(key, value, true);
  return error;
}

/** Own enumerable fields but those apart, as far as they can travel; what a getter would give is left out. */
function fieldsOf(object: object, apart: readonly string[] = []): object {
  const all = attempt(() => Object.getOwnPropertyDescriptors(object)) ?? {};
  const fields = Object.entries<PropertyDescriptor>(all).filter(
    ([key, field]) => field.enumerable && !field.get && !apart.includes(key),
  );
  return Object.fromEntries(fields.map(([key, { value }]) => [key, cloneable(value)]));
}

/** The value itself where it can be cloned; else in words, and of an object what `otherwise` makes of it. */
function cloneable(value: unknown, otherwise: (object: object) => unknown = describe): unknown {
  const copy = attempt(() => ({ value: structuredClone(value) }));
  if (copy) return copy.value;
  return typeof value === "object" && value !== null ? otherwise(value) : describe(value);
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : describe(value);

function attempt<Value>(get: () => Value): Value | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
