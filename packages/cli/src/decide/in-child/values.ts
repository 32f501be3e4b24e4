/** What can be said of values without knowing them: whether two are the same, whether they can be sent to a worker, and how large they are. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { types } from "node:util";
import { serialize } from "node:v8";
import { stringify, structuredClone } from "./own-globals.ts";

/**
 * A digest of the value as it is after a clone: equal for equal structure, whatever realm, class or worker it comes from. What a clone
 * loses, such as methods of a class, is not looked at.
 *
 * @throws {Error} when a part of it cannot be read: a getter throws, or it is nested too deep
 */
export function fingerprint(value: unknown): string {
  const hash = createHash("sha256");
  const seen = new Map<object, number>();
  try {
    write(value, (text) => hash.update(text), seen);
  } catch (error) {
    throw new Error(`cannot be compared: reading one of its values fails with ${inWords(error)}`, { cause: error });
  }
  return hash.digest("base64");
}

/** A value that was thrown or found, whatever it is: the same words for its clone. */
export function inWords(value: unknown): string {
  try {
    const { name, message, constructor } = Object(value) as {
      name?: unknown;
      message?: unknown;
      constructor?: unknown;
    };
    // As the pools name it: `class NotFound extends Error {}` leaves `name` at "Error".
    const own = name === "Error" ? (Object(constructor) as { name?: unknown }).name : name;
    if (typeof message === "string") return `${String(own)}: ${message}`;
    return (typeof value === "object" ? stringify(value) : undefined) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Of words that are told, as much as anybody reads. */
export const inShort = (words: string): string => (words.length > 500 ? `${words.slice(0, 500)}…` : words);

/** The names of errors that a clone keeps. */
const ERRORS = new Set(["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"]);

function write(value: unknown, put: (text: string | Uint8Array) => void, seen: Map<object, number>): void {
  if (typeof value === "function" || typeof value === "symbol") return put(`${typeof value};`);
  // With its length: else a string could end where it does not.
  if (typeof value === "string") return put(`string ${value.length}:${value}`);
  if (typeof value !== "object" || value === null)
    return put(`${typeof value}:${Object.is(value, -0) ? "-0" : String(value)};`);
  const known = seen.get(value);
  if (known !== undefined) return put(`again ${known};`);
  seen.set(value, seen.size);
  const all = (kind: string, parts: Iterable<unknown>): void => {
    put(`${kind}[`);
    for (const part of parts) write(part, put, seen);
    put("]");
  };
  if (Array.isArray(value)) return all("list", value);
  // By what they are, as those of another realm are of other classes.
  if (types.isMap(value)) return all("map", value);
  if (types.isSet(value)) return all("set", value);
  if (types.isDate(value)) return put(`date ${value.getTime()};`);
  if (types.isRegExp(value)) return put(`regexp ${String(value)};`);
  if (types.isNativeError(value) || value instanceof Error)
    return all("error", [ERRORS.has(value.name) ? value.name : "Error", value.message]);
  if (types.isBoxedPrimitive(value)) return all("boxed", [value.valueOf()]);
  if (ArrayBuffer.isView(value)) {
    // A Buffer arrives as a Uint8Array.
    put(`${types.isUint8Array(value) ? "Uint8Array" : value.constructor.name} ${value.byteLength}:`);
    return put(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (types.isAnyArrayBuffer(value)) {
    put(`buffer ${value.byteLength}:`);
    return put(new Uint8Array(value));
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  all("object", entries.flat());
}

/** Where in the value something cannot be cloned, and what it is; null where all can. */
export function uncloneable(value: unknown, path: string, seen = new Set<unknown>()): string | null {
  try {
    structuredClone(value);
    return null;
  } catch (error) {
    seen.add(value);
    for (const [key, inner] of parts(value)) {
      const found = seen.has(inner) ? null : uncloneable(inner, `${path}${key}`, seen);
      if (found) return found;
    }
    return `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Where in the value an object of a class stands that arrives as a plain one; null where none does. */
export function unlikeClone(value: unknown, path: string, seen = new Set<unknown>()): string | null {
  if (typeof value !== "object" || value === null || seen.has(value) || seen.size > 10_000) return null;
  seen.add(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Object.prototype.toString.call(value) === "[object Object]";
  // That of plain objects has a method of this name, in each realm.
  if (isPlain && prototype !== null && !Object.hasOwn(prototype as object, "isPrototypeOf")) {
    const { name } = Object(value.constructor) as { name?: unknown };
    return `${path}: ${typeof name === "string" && name !== "" ? name : "a class"}`;
  }
  for (const [key, inner] of parts(value)) {
    const found = unlikeClone(inner, `${path}${key}`, seen);
    if (found) return found;
  }
  return null;
}

function parts(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  if (types.isMap(value))
    return [...value].flatMap(
      ([key, inner]) =>
        [
          [" key", key],
          [`.get(${typeof key === "object" ? "…" : String(key)})`, inner],
        ] as [string, unknown][],
    );
  if (types.isSet(value)) return [...value].map((inner) => [" member", inner]);
  if (Array.isArray(value)) return value.map((inner, i) => [`[${i}]`, inner]);
  return Object.keys(value).map((key) => [`.${key}`, fieldOf(value, key)]);
}

/** What reads it may throw: then that is what cannot be cloned. */
function fieldOf(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** Arguments that a call may change: each a copy that is like it, or itself where there can be none. A Buffer's clone is no Buffer. */
export const copies = (args: readonly unknown[]): readonly unknown[] =>
  args.map((arg) => {
    if (Buffer.isBuffer(arg)) return Buffer.from(arg);
    try {
      return unlikeClone(arg, "") === null && !holdsBuffer(arg) ? structuredClone(arg) : arg;
    } catch {
      return arg;
    }
  });

function holdsBuffer(value: unknown, seen = new Set<unknown>()): boolean {
  if (seen.has(value) || seen.size > 10_000) return false;
  seen.add(value);
  return Buffer.isBuffer(value) || parts(value).some(([, inner]) => holdsBuffer(inner, seen));
}

/** Bytes of the value as it is sent, and of the buffers in it. */
export function sizes(value: unknown): { bytes: number; buffers: number } {
  const seen = new Set<unknown>();
  let buffers = 0;
  const look = (each: unknown): void => {
    if (typeof each !== "object" || each === null || seen.has(each)) return;
    seen.add(each);
    if (types.isArrayBuffer(each)) buffers += each.byteLength;
    else if (ArrayBuffer.isView(each)) look(each.buffer);
    else for (const inner of types.isMap(each) ? each.entries() : Object.values(each)) look(inner);
  };
  look(value);
  return { bytes: serialize(value).length, buffers };
}
