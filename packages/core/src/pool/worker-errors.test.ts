/** How what was thrown crosses: packed, cloned and made whole. */
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { NotCloneable, type Packed, packing, WorkerDied } from "./worker-errors.ts";

/** What arrives of it on the other side. */
const crossed = (thrown: unknown): unknown => packing.unpack(structuredClone(packing.pack(thrown)));
const arrived = (thrown: unknown): Error & Record<string, unknown> => crossed(thrown) as never;
/** An object of which nothing can be asked. */
function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
const refuse = (): never => {
  throw new Error("do not ask");
};

describe("errors", () => {
  test.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    "%o arrives with its class, message and stack",
    (Class) => {
      const thrown = new Class("no");
      const error = arrived(thrown);
      expect(error).toBeInstanceOf(Class);
      expect(error).toMatchObject({ name: Class.name, message: "no", stack: thrown.stack });
    },
  );

  test("an error of a class of one's own keeps the name of the class", () => {
    class NotFound extends Error {}
    class Named extends Error {
      override name = "ByName";
    }
    expect(arrived(new NotFound("x"))).toMatchObject({ name: "NotFound", message: "x" });
    expect(arrived(new Named("x"))).toMatchObject({ name: "ByName" });
    expect(Object.keys(arrived(new NotFound("x")))).toEqual([]);
  });

  test("a DOMException keeps its name and message", () => {
    expect(arrived(new DOMException("no", "AbortError"))).toMatchObject({ name: "AbortError", message: "no" });
  });

  test("an error of another realm is an error", () => {
    const error = arrived(runInNewContext(`Object.assign(new RangeError("far"), { code: "E_FAR" })`));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: "far", code: "E_FAR" });
  });

  test("own fields arrive as they are: code, null, undefined, falsy values, objects", () => {
    const fields = {
      code: "E_NO",
      none: null,
      missing: undefined,
      zero: 0,
      no: false,
      text: "",
      big: 1n,
      at: new Date(0),
    };
    const error = arrived(Object.assign(new Error("x"), fields, { list: [1, { a: new Map([[1, 2]]) }] }));
    expect(Object.fromEntries(Object.entries(error))).toEqual({ ...fields, list: [1, { a: new Map([[1, 2]]) }] });
  });

  test("fields that cannot be cloned arrive in words, and the rest as it is", () => {
    const error = arrived(Object.assign(new Error("x"), { code: 1, call: refuse, key: Symbol("s"), gone: revoked() }));
    expect(error["code"]).toBe(1);
    for (const field of ["call", "key", "gone"]) expect(error[field]).toBeTypeOf("string");
    expect(error["key"]).toBe("Symbol(s)");
  });

  test("a getter among the fields is not asked", () => {
    const thrown = Object.defineProperty(new Error("x"), "asked", { get: refuse, enumerable: true });
    expect("asked" in arrived(thrown)).toBe(false);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"])(
    "a field named %s is a field",
    (field) => {
      const thrown = Object.defineProperty(new Error("x"), field, { value: { evil: true }, enumerable: true });
      const error = arrived(thrown);
      expect(Object.getOwnPropertyDescriptor(error, field)?.value).toEqual({ evil: true });
      expect(error).toBeInstanceOf(Error);
      expect(({} as Record<string, unknown>)["evil"]).toBe(undefined);
    },
  );

  test.each(["toString", "__proto__", "hasOwnProperty", "", "Error"])("an error whose name is %o arrives", (name) => {
    expect(arrived(Object.assign(new Error("x"), { name }))).toMatchObject({ name, message: "x" });
  });

  test.each([
    ["a message that is an object", { message: { a: 1 } }],
    ["a message that is a symbol", { message: Symbol("m") }],
    ["a name that is an object", { name: {} }],
    ["a name that is a bigint", { name: 5n }],
    ["a name that is null", { name: null }],
  ])("an error with %s arrives with text there", (_, odd) => {
    const error = arrived(Object.assign(new Error("x"), odd));
    expect(error.name).toBeTypeOf("string");
    expect(error.message).toBeTypeOf("string");
  });

  test.each(["name", "message", "stack", "cause"])(
    "an error whose %s cannot be asked for arrives with the rest",
    (part) => {
      const thrown = Object.defineProperty(new RangeError("kept"), part, { get: refuse });
      const error = arrived(Object.assign(thrown, { code: 1 }));
      expect(error).toBeInstanceOf(Error);
      expect(error["code"]).toBe(1);
      if (part !== "message") expect(error.message).toBe("kept");
    },
  );

  test("an error that cannot even be asked whether it has a cause arrives", () => {
    const thrown = new Proxy(new RangeError("x"), { has: refuse });
    expect(() => packing.pack(thrown)).not.toThrow();
    expect(arrived(thrown)).toMatchObject({ name: "RangeError", message: "x" });
  });

  test.each(["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"])(
    "an error behind a proxy that throws at %s arrives as something",
    (trap) => {
      expect(() => crossed(new Proxy(new Error("x"), { [trap]: refuse }))).not.toThrow();
    },
  );

  test("a stack that is a list, as prepareStackTrace may make it, is left out", () => {
    // oxlint-disable-next-line typescript/unbound-method -- to put it back
    const { prepareStackTrace } = Error;
    try {
      Error.prepareStackTrace = (_, sites) => sites;
      const thrown = new RangeError("x");
      expect(thrown.stack).toBeInstanceOf(Array);
      expect(arrived(thrown)).toMatchObject({ name: "RangeError", message: "x" });
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
    for (const stack of [[], {}, 5, undefined]) {
      const thrown = Object.defineProperty(new RangeError("x"), "stack", { value: stack });
      expect(arrived(thrown)).toMatchObject({ name: "RangeError", message: "x" });
      expect(arrived(thrown).stack).not.toBeInstanceOf(Array);
    }
  });
});

describe("causes", () => {
  test("a chain of causes arrives", () => {
    const thrown = new Error("a", { cause: new TypeError("b", { cause: { plain: true } }) });
    const error = arrived(thrown);
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ cause: { message: "b", cause: { plain: true } } });
  });

  test("a cause is not an enumerable field", () => {
    expect(Object.keys(arrived(new Error("a", { cause: 1 })))).toEqual([]);
  });

  test.each([undefined, null, 0, ""])("a cause of %o arrives", (cause) => {
    const error = arrived(new Error("a", { cause }));
    expect("cause" in error).toBe(true);
    expect(error.cause).toBe(cause);
  });

  test("an error without a cause has none", () => {
    expect("cause" in arrived(new Error("a"))).toBe(false);
  });

  test("a ring of causes is cut", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    a.cause = b;
    b.cause = a;
    let depth = 0;
    for (let error: unknown = crossed(a); error instanceof Error; error = error.cause) if (++depth > 100) break;
    expect(depth).toBeGreaterThan(10);
    expect(depth).toBeLessThan(50);
  });

  test("an error that is its own field arrives", () => {
    const thrown: Error & { self?: unknown } = new Error("x");
    thrown.self = thrown;
    expect(arrived(thrown)).toMatchObject({ message: "x" });
  });

  test("a chain of 10,000 causes is cut", () => {
    let thrown = new Error("last");
    for (let n = 0; n < 10_000; n++) thrown = Object.assign(new Error("x"), { cause: thrown });
    expect(arrived(thrown)).toMatchObject({ message: "x" });
  });
});

describe("what is no error", () => {
  test.each([undefined, null, 0, -0, NaN, "text", "", 5n, true])("%o arrives as it is", (thrown) => {
    expect(crossed(thrown)).toBe(thrown);
  });

  test("plain objects, lists, maps and dates arrive as clones", () => {
    for (const thrown of [{ a: [1] }, [1, 2], new Map([[1, new Set([2])]]), new Date(5), { name: "x", message: "y" }]) {
      expect(crossed(thrown)).toEqual(thrown);
    }
  });

  test("an object with methods keeps the rest", () => {
    expect(crossed({ code: "E_NO", detail: { a: 1 }, retry() {} })).toMatchObject({ code: "E_NO", detail: { a: 1 } });
  });

  test("an object of a class of one's own keeps its fields", () => {
    class Refused {
      status = 409;
      #secret = 1;
      get secret() {
        return this.#secret;
      }
    }
    expect(crossed(new Refused())).toEqual({ status: 409 });
  });

  test.each([
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a function", refuse, String(refuse)],
    ["a revoked proxy", revoked(), {}],
    ["a revoked proxy of a function", revoked(() => {}), "something that cannot be described"],
    [
      "an object whose toStringTag throws",
      Object.defineProperty({ call: refuse }, Symbol.toStringTag, { get: refuse }),
      {},
    ],
  ])("%s arrives as something that can be shown", (_, thrown, expected) => {
    if (typeof expected === "string") expect(crossed(thrown)).toBe(expected);
    else expect(crossed(thrown)).toMatchObject(expected);
  });

  test("an object that claims to be an error, and is none, does not throw", () => {
    expect(() =>
      crossed({
        [Symbol.toStringTag]: "Error",
        get name() {
          return refuse();
        },
      }),
    ).not.toThrow();
    expect(() => crossed(Object.create(Error.prototype))).not.toThrow();
    expect(() => crossed(Object.create(null))).not.toThrow();
  });
});

describe("what cannot be unpacked", () => {
  const good = { name: "Error", message: "m", stack: "s", fields: {} };
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["text", "error"],
    ["a name that is no text", { ...good, name: 5 }],
    ["a message that is no text", { ...good, message: {} }],
    ["no fields", { ...good, fields: undefined }],
    ["a cause that is text", { ...good, cause: "text" }],
  ])("%s throws, and is not taken for an error", (_, packed) => {
    expect(() => packing.unpack(packed as Packed)).toThrow();
  });
});

describe("classes", () => {
  test("WorkerDied says what it did, how it ended and why", () => {
    const cause = new Error("out of  luck");
    const error = new WorkerDied("task", "12/3", { exitCode: 5, signal: null, error: cause });
    expect(error.message).toBe('Worker 12/3 died while it ran task "task" (exit code 5): Error: out of  luck');
    expect(error).toMatchObject({ name: "WorkerDied", task: "task", worker: "12/3", exitCode: 5, signal: null, cause });
  });

  test("WorkerDied of a worker that never said its name has no gap in its message", () => {
    const error = new WorkerDied(null, "", { exitCode: null, signal: null, error: new Error("a  b") });
    expect(error.message).toBe("Worker died before it was ready for tasks (no exit code is known): Error: a  b");
    expect(new WorkerDied(null, "1", { exitCode: null, signal: "SIGKILL" }).message).toContain("(SIGKILL)");
  });

  test("NotCloneable names the part, the task and what the runtime said", () => {
    const error = new NotCloneable("task", "argument", new Error("no functions"));
    expect(error.message).toContain('an argument of task "task"');
    expect(error.message).toContain("no functions");
    expect(new NotCloneable("task", "result", 1).message).toContain('the result of task "task"');
  });
});
