/** The things people throw, by name. */
import { runInNewContext } from "node:vm";

/** Throws at once. */
export function raise(what: ThrownKind): never {
  throw THROWN[what]();
}

/** Throws by a rejected promise. */
export async function reject(what: ThrownKind): Promise<never> {
  await Promise.resolve();
  throw THROWN[what]();
}

export class NotFound extends Error {
  readonly path: string;
  readonly code = "ENOENT";

  constructor(path: string, options?: ErrorOptions) {
    super(`no such file: ${path}`, options);
    this.path = path;
  }
}

/** A class that names itself. */
export class Refused extends TypeError {
  override readonly name = "Refused";
}

export type ThrownKind = keyof typeof THROWN;

const THROWN = {
  error: () => new Error("plain"),
  evalError: () => new EvalError("eval"),
  rangeError: () => new RangeError("out of range"),
  referenceError: () => new ReferenceError("no such name"),
  syntaxError: () => new SyntaxError("unexpected"),
  typeError: () => new TypeError("wrong type"),
  uriError: () => new URIError("malformed"),
  ofTheEngine: () => (null as unknown as { field: string }).field,
  coded: () => Object.assign(new TypeError("bad type"), { code: "E_TYPE", detail: { line: 3 } }),
  custom: () => new NotFound("/a"),
  customNamed: () => new Refused("not today"),
  chain: () => new NotFound("/b", { cause: new SyntaxError("inner", { cause: new Error("innermost") }) }),
  causeOfNoError: () => new Error("has a cause", { cause: { status: 503 } }),
  causeUndefined: () => new Error("has a cause too", { cause: undefined }),
  aggregate: () => new AggregateError([new RangeError("one"), "two", new NotFound("/three")], "several"),
  notFoundError: () => new DOMException("no such node", "NotFoundError"),
  abortError: () => new DOMException("enough", "AbortError"),
  dataCloneError: () => new DOMException("cannot be cloned", "DataCloneError"),
  string: () => "just a string",
  number: () => 42,
  bigint: () => 12n,
  nothing: () => undefined,
  null: () => null,
  boolean: () => false,
  object: () => ({ status: 404 }),
  symbol: () => Symbol("a symbol"),
  function: () => function thrownFunction() {},
  throwingGetter: () =>
    Object.defineProperty(Object.assign(new Error("has a trap"), { kept: true }), "trap", {
      enumerable: true,
      get() {
        throw new Error("do not look");
      },
    }),
  uncloneable: () => Object.assign(new Error("holds a function"), { callback: () => 1, kept: true }),
  ring: () => {
    const error = new Error("its own cause");
    error.cause = error;
    return error;
  },
  ringOfTwo: () => {
    const error = new Error("first");
    error.cause = new RangeError("second", { cause: error });
    return error;
  },
  otherRealm: () => runInNewContext('Object.assign(new RangeError("from another realm"), { code: "E_REALM" })'),
  frozen: () => Object.freeze(Object.assign(new RangeError("frozen"), { code: "E_FROZEN" })),
  noStack: () => Object.assign(new Error("without a stack"), { stack: undefined }),
  noMessage: () => new RangeError(),
  longMessage: () => new Error("x".repeat(100_000)),
};
