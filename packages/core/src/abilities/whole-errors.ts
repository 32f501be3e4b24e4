/**
 * Errors as whole as they were thrown, and as easy to find:
 *
 * - an `AggregateError` keeps its `errors`, a `DOMException` is one again;
 * - a field that is an error, or a list with errors in it, arrives as such: classes, codes and causes of all of them, rings too;
 * - the error of a call names the function that awaits it, as if the task had run there.
 *
 * The pool and `serve` are both given `abilities: [wholeErrors()]`; the frames of callers need nothing of the worker.
 */
import * as errors from "../pool/errors.ts";
import { NotCloneable, type Packed, type Packing, WorkerDied } from "../pool/worker-errors.ts";
import type { Ability } from "../pool/worker-pool.ts";

export interface WholeErrorsOptions {
  /** Whether errors are given the frames of who awaits them. Costs each call another promise. Default true. */
  frames?: boolean | undefined;
}

/** The ability, for a pool and for `serve`. */
export function wholeErrors({ frames = true }: WholeErrorsOptions = {}): Ability {
  return {
    name: "whole-errors",
    packing: (inner) => ({ pack: packWith(inner), unpack: unpackWith(inner) }),
    life: () => (frames ? { awaited: found } : {}),
  };
}

/** What an error holds, beside what the inner packing makes of it. */
type Whole = Packed & {
  kind?: "AggregateError" | "DOMException";
  /** Of its own properties those that are errors, or lists: by name, with whether they are enumerable. */
  held?: [key: string, what: Whole | Whole[], enumerable: boolean][];
};

/** What errors hold is packed down to this depth, then as without this ability. Rings need none. */
const DEPTH = 16;

function packWith(inner: Packing): Packing["pack"] {
  const pack = (thrown: unknown, seen: Map<unknown, Whole>, depth: number): Whole => {
    const known = seen.get(thrown);
    if (known) return known;
    const packed: Whole = { ...inner.pack(thrown) };
    if (!("name" in packed) || depth > DEPTH) return packed;
    seen.set(thrown, packed);
    packed.held = [];
    for (const [key, { value, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(thrown))) {
      const list: unknown[] | undefined = Array.isArray(value) ? value : undefined;
      if (!isError(value) && !(list && (key === "errors" || list.some(isError)))) continue;
      const part = (each: unknown): Whole => pack(each, seen, depth + 1);
      packed.held.push([key, list ? list.map(part) : part(value), enumerable === true]);
      if (key === "cause") delete packed.cause;
      Reflect.deleteProperty(packed.fields, key);
    }
    if (thrown instanceof DOMException) packed.kind = "DOMException";
    else if (thrown instanceof AggregateError) packed.kind = "AggregateError";
    return packed;
  };
  return (thrown) => {
    try {
      return pack(thrown, new Map(), 0);
    } catch {
      return inner.pack(thrown); // a proxy that does not let itself be looked at
    }
  };
}

function unpackWith(inner: Packing): Packing["unpack"] {
  const unpack = (packed: Whole, seen: Map<Whole, unknown>): unknown => {
    if (seen.has(packed)) return seen.get(packed);
    let error = inner.unpack(packed);
    if (!(error instanceof Error) || !("name" in packed)) return error;
    if (packed.kind === "AggregateError") Object.setPrototypeOf(error, AggregateError.prototype);
    if (packed.kind === "DOMException") {
      const { name: _, message: __, ...own } = Object.getOwnPropertyDescriptors(error);
      error = Object.defineProperties(new DOMException(packed.message, packed.name), own);
    }
    seen.set(packed, error);
    for (const [key, what, enumerable] of packed.held ?? []) {
      // Without holes: a list of nothing else may be endless.
      const list = Array.isArray(what) ? Object.values(what) : undefined;
      const value = list ? list.map((each) => unpack(each, seen)) : unpack(what as Whole, seen);
      Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
    }
    return error;
  };
  return (packed) => unpack(packed, new Map());
}

function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** Made by the pool when a worker answered, on a stack that knows nothing of callers; what happened over there is their cause. */
const MADE_HERE = Object.values({ ...errors, NotCloneable, WorkerDied });

/** The same promise, but awaited here: so an error made here has on its stack who awaits it. */
async function found(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    const { stack } = new Error();
    if (typeof stack === "string" && isMadeHere(error)) {
      const [, ...callers] = stack.split("\n").filter((line) => /^\s+at /.test(line));
      if (callers.length > 0) error.stack = [`${error.name}: ${error.message}`, ...callers].join("\n");
    }
    throw error;
  }
}

function isMadeHere(error: unknown): error is Error {
  try {
    return MADE_HERE.some((made) => error instanceof made);
  } catch {
    return false; // a proxy that does not let itself be looked at
  }
}
