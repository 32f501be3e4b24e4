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

function withGetter(name: string): Error {
  return Object.defineProperty(new Error("has a trap"), name, {
    get() {
      throw new Error("do not look");
    },
  });
}

/** Whatever one does with what is behind it throws. */
const HOSTILE = new Proxy<ProxyHandler<Error>>(
  {},
  {
    get: () => () => {
      throw new Error("do not touch");
    },
  },
);

/** From now on, the stack of each error in this isolate is made so. */
function prepared(prepare: () => unknown): Error {
  (Error as { prepareStackTrace?: unknown }).prepareStackTrace = prepare;
  return new RangeError("with a stack of its own making");
}

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
  holding: () =>
    Object.assign(new Error("holds errors"), {
      reason: new NotFound("/c", { cause: new DOMException("enough", "AbortError") }),
      tries: [new RangeError("first"), "second"],
    }),
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
  sharing: () => Object.assign(new RangeError("holds memory"), { cells: new SharedArrayBuffer(4) }),
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
  throwingMessage: () => withGetter("message"),
  throwingName: () => withGetter("name"),
  throwingStack: () => withGetter("stack"),
  throwingCause: () => withGetter("cause"),
  symbolName: () => Object.assign(new Error("named by a symbol"), { name: Symbol("a name") }),
  objectName: () => Object.assign(new Error("named by an object"), { name: { toString: null } }),
  objectMessage: () => Object.assign(new Error(), { message: { text: "no text" } }),
  listStack: () => Object.assign(new Error("with a list as its stack"), { stack: ["at nowhere"] }),
  namedToString: () => Object.assign(new Error("as inherited"), { name: "toString" }),
  namedValueOf: () => Object.assign(new Error("as inherited"), { name: "valueOf" }),
  namedHasOwnProperty: () => Object.assign(new Error("as inherited"), { name: "hasOwnProperty" }),
  namedProto: () => Object.assign(new Error("as inherited"), { name: "__proto__" }),
  namedConstructor: () => Object.assign(new Error("as inherited"), { name: "constructor" }),
  fieldNamedProto: () => Object.defineProperty(new Error("has a field"), "__proto__", { value: 1, enumerable: true }),
  revokedProxy: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  hostileProxy: () => new Proxy(new Error("behind a proxy"), HOSTILE),
  throwingTag: () => ({
    get [Symbol.toStringTag](): string {
      throw new Error("do not look");
    },
  }),
  nullPrototype: () => Object.create(null) as unknown,
  withMethod: () => ({ status: 404, retry: () => true }),
  preparedList: () => prepared(() => ["a list"]),
  preparedThrow: () =>
    prepared(() => {
      throw new Error("do not look");
    }),
  frozen: () => Object.freeze(Object.assign(new RangeError("frozen"), { code: "E_FROZEN" })),
  noStack: () => Object.assign(new Error("without a stack"), { stack: undefined }),
  noMessage: () => new RangeError(),
  longMessage: () => new Error("x".repeat(100_000)),
};
