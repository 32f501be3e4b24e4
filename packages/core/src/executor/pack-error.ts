/**
 * How something thrown survives the journey: structured clone keeps an error's message and stack, but loses its class name,
 * `code`, own fields, `AggregateError.errors` and, in one runtime, its `cause`.
 */

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
export function packError(thrown: unknown): PackedError {
  try {
    return pack(thrown, 0);
  } catch {
    return { kind: "value", value: "something that cannot be read" };
  }
}

function pack(thrown: unknown, depth: number): PackedError {
  if (!isError(thrown) || depth > MAX_CAUSES) return { kind: "value", value: cloneable(thrown) };
  const packed: PackedError = {
    kind: "error",
    dom: thrown instanceof DOMException,
    name: className(thrown),
    message: thrown.message,
    stack: thrown.stack,
    fields: fieldsOf(thrown),
  };
  if ("cause" in thrown) packed.cause = pack(thrown.cause, depth + 1);
  if (thrown instanceof AggregateError) packed.errors = thrown.errors.map((error) => pack(error, depth + 1));
  return packed;
}

/** One made in another realm, as by `node:vm`, is no instance of this one's class. */
const isError = (thrown: unknown): thrown is Error => thrown instanceof Error || Error.isError(thrown);

function fieldsOf(error: object): Record<string, unknown> {
  const fields: [string, unknown][] = [];
  for (const key of Object.keys(error)) {
    if (APART.has(key)) continue;
    try {
      const value: unknown = Reflect.get(error, key);
      fields.push([key, isError(value) ? String(value) : cloneable(value)]);
    } catch {
      // A getter that throws has no value that could travel.
    }
  }
  return Object.fromEntries(fields);
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
