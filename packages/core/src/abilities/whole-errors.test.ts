import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import type { Executor } from "../pool/tasks.ts";
import { packing } from "../pool/worker-errors.ts";
import { type Ability, WorkerPool } from "../pool/worker-pool.ts";
import { wholeErrors } from "./whole-errors.ts";

let makeThrown: () => unknown = () => undefined;
const tasks = {
  raise: (_input?: number) => {
    throw makeThrown();
  },
  add: (a: number, b: number) => a + b,
  echo: (value: unknown) => value,
  forever: () => new Promise(() => {}),
};
type Pool = WorkerPool<typeof tasks>;

const pools: Pool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function poolOf(abilities: readonly Ability[] = [wholeErrors()]): Pool {
  const { connect } = fakeWorkers(tasks, { abilities: [wholeErrors()] });
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, grace: 1, abilities });
  pools.push(pool);
  return pool;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks at any field of what was thrown
type Any = any;

const errorOf = (call: Promise<unknown>): Promise<Any> =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

/** What arrives of what is thrown. */
async function travelled(make: () => unknown): Promise<Any> {
  makeThrown = make;
  return (await errorOf(poolOf().submit("raise", []))).cause;
}

class Odd extends Error {
  readonly code = "E_ODD";
}

describe("what a task throws", () => {
  test("an AggregateError keeps its errors, whole", async () => {
    const error = await travelled(
      () => new AggregateError([new RangeError("a", { cause: new Odd("b") }), 7, "c"], "all", { cause: new Odd("d") }),
    );
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({ name: "AggregateError", message: "all", cause: { name: "Odd", code: "E_ODD" } });
    expect(error.errors).toMatchObject([{ message: "a", cause: { name: "Odd", code: "E_ODD" } }, 7, "c"]);
    expect(error.errors[0]).toBeInstanceOf(RangeError);
    expect(Object.keys(error)).toEqual([]);
  });

  test("an AggregateError of nothing, or of no errors, is one", async () => {
    expect((await travelled(() => new AggregateError([]))).errors).toEqual([]);
    const rejected = await travelled(() => new AggregateError(["one", { two: 2 }]));
    expect(rejected.errors).toEqual(["one", { two: 2 }]);
  });

  test("a DOMException is one, with its code", async () => {
    const error = await travelled(() => new DOMException("enough", "AbortError"));
    expect(error).toBeInstanceOf(DOMException);
    expect([error.name, error.message, error.code, Object.keys(error)]).toEqual(["AbortError", "enough", 20, []]);
  });

  test("errors deep within causes and errors are whole", async () => {
    const inner = (): Error => new AggregateError([new DOMException("no such node", "NotFoundError")], "inner");
    const error = await travelled(() => new Error("outer", { cause: new Error("between", { cause: inner() }) }));
    const found = error.cause.cause;
    expect(found).toBeInstanceOf(AggregateError);
    expect(found.errors[0]).toBeInstanceOf(DOMException);
  });

  test("fields that are errors, or lists with errors in them, are whole; other fields are as they are", async () => {
    const error = await travelled(() =>
      Object.assign(new Odd("x"), { reason: new TypeError("why"), tries: [new Odd("first"), "second"], status: 503 }),
    );
    expect(error).toMatchObject({ name: "Odd", code: "E_ODD", status: 503, reason: { message: "why" } });
    expect(error.reason).toBeInstanceOf(TypeError);
    expect(error.tries).toMatchObject([{ name: "Odd", code: "E_ODD" }, "second"]);
    expect(Object.keys(error).sort()).toEqual(["code", "reason", "status", "tries"]);
  });

  test("an error that holds itself, or one twice, is a ring again", async () => {
    const error = await travelled(() => {
      const first = new Error("first");
      const second = new RangeError("second", { cause: first });
      return Object.assign(first, { cause: second, others: [second, first] });
    });
    expect(error.cause.cause).toBe(error);
    expect(error.others).toEqual([error.cause, error]);
    expect(error.others[0]).toBe(error.cause);
  });

  test("a long chain of causes is cut", async () => {
    const error = await travelled(() => {
      let chain = new Error("0");
      for (let n = 1; n < 1000; n++) chain = new Error(String(n), { cause: chain });
      return chain;
    });
    let length = 0;
    for (let at = error; at instanceof Error; at = at.cause as Error) length++;
    expect(length).toBeGreaterThan(16);
    expect(length).toBeLessThan(100);
  });

  test("what is no error, and an error of another realm, arrive as without the ability", async () => {
    for (const value of [undefined, null, "text", 3, { status: 404 }])
      expect(await travelled(() => value)).toEqual(value);
    const foreign = await travelled(() => runInNewContext('Object.assign(new RangeError("far"), { code: "E_FAR" })'));
    expect(foreign).toBeInstanceOf(RangeError);
    expect(foreign).toMatchObject({ message: "far", code: "E_FAR" });
  });

  test("an error that does not let itself be looked at is thrown all the same", async () => {
    const { proxy, revoke } = Proxy.revocable(new Error("gone"), {});
    revoke();
    expect(await travelled(() => proxy)).not.toBeInstanceOf(Error);
    const holding = await travelled(() => Object.assign(new RangeError("holds it"), { proxy, kept: 1 }));
    expect(holding).toMatchObject({ message: "holds it", kept: 1 });
    const trap = await travelled(() => Object.defineProperty(new Error("trap"), "cause", { get: () => raise() }));
    expect(trap.message).toBe("trap");
  });

  test("a field named __proto__ does not change its class", async () => {
    const error = await travelled(() =>
      Object.defineProperty(new RangeError("x"), "__proto__", { value: new Odd("y"), enumerable: true }),
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error.code).toBeUndefined();
  });
});

function raise(): never {
  throw new Error("do not look");
}

async function submitter(pool: Executor<typeof tasks>): Promise<void> {
  await pool.submit("raise", []);
}

async function submitterOfAll(pool: Executor<typeof tasks>): Promise<void> {
  await Promise.all([pool.submit("add", [1, 1]), pool.submit("raise", [])]);
}

async function mapper(pool: Executor<typeof tasks>): Promise<void> {
  for await (const _ of pool.map("raise", [1]));
}

async function completer(pool: Executor<typeof tasks>): Promise<void> {
  for await (const _ of pool.asCompleted("raise", [1]));
}

async function latecomer(pool: Executor<typeof tasks>): Promise<void> {
  await pool.submit("forever", [], { timeout: 20 });
}

async function sender(pool: Executor<typeof tasks>): Promise<void> {
  await pool.submit("echo", [() => {}]);
}

describe("the stack of a call's error", () => {
  test.each([submitter, submitterOfAll, mapper, completer, latecomer, sender])(
    "names who awaits it: %o",
    async (caller) => {
      makeThrown = () => new RangeError("no");
      const error = await errorOf(caller(poolOf()));
      expect(error.stack.startsWith(`${error.name}: ${error.message}\n    at `)).toBe(true);
      expect(error.stack).toContain(caller.name);
      expect(error.stack).not.toContain("whole-errors.ts");
      const plain = await errorOf(caller(poolOf([])));
      expect(plain.stack).not.toContain(caller.name);
      const frameless = await errorOf(caller(poolOf([wholeErrors({ frames: false })])));
      expect(frameless.stack).not.toContain(caller.name);
    },
  );

  test("what the task threw keeps the stack that it had over there", async () => {
    makeThrown = function maker() {
      return new RangeError("no");
    };
    const error = await errorOf(submitter(poolOf()));
    expect(error.cause.stack).toContain("maker");
    expect(error.cause.stack).not.toContain("submitter");
  });

  test("an error that is the caller's own is left alone", async () => {
    const own = new Error("of the input");
    const { stack } = own;
    const inputs: Iterable<number> = {
      [Symbol.iterator]: () => {
        throw own;
      },
    };
    const pool = poolOf();
    expect(await errorOf(pool.map("raise", inputs).next())).toBe(own);
    expect(own.stack).toBe(stack);
    const { proxy, revoke } = Proxy.revocable(new Error("hidden"), {});
    revoke();
    const hidden: Iterable<number> = {
      [Symbol.iterator]: () => {
        throw proxy;
      },
    };
    const same = await pool
      .map("raise", hidden)
      .next()
      .then(
        () => false,
        (error: unknown) => error === proxy,
      );
    expect(same).toBe(true);
  });

  test("where nobody awaits it, an error keeps the stack that it was made with", async () => {
    makeThrown = () => new RangeError("no");
    const pool = poolOf();
    const error: Any = await new Promise((resolve) => void pool.submit("raise", []).catch(resolve));
    expect(error.stack).toContain("    at ");
  });

  test("a stack of which somebody else makes a list is left alone", async () => {
    const pool = poolOf();
    makeThrown = () => new RangeError("no");
    const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    Object.assign(Error, { prepareStackTrace: () => ["a list"] });
    try {
      expect(await errorOf(submitter(pool))).toMatchObject({ name: "TaskError", cause: { message: "no" } });
    } finally {
      Reflect.deleteProperty(Error, "prepareStackTrace");
      if (before) Object.defineProperty(Error, "prepareStackTrace", before);
    }
  });
});

test("lists that a worker sends with nothing but holes in them cost the pool nothing", () => {
  const whole = wholeErrors().packing!(packing);
  const error = { name: "AggregateError", message: "", stack: undefined, fields: {} };
  const holes: never[] = [];
  holes.length = 2 ** 31;
  const packed = { ...error, kind: "AggregateError", held: [["errors", holes, false]] };
  expect(whole.unpack(packed)).toMatchObject({ errors: [] });
});

test.each([
  { held: 1 },
  { held: [null] },
  { held: [["errors", [null], false]] },
  { held: [["errors", null, false]] },
  { kind: "DOMException", name: 1 },
])("what no worker packs is refused: %j", (strange) => {
  const whole = wholeErrors().packing!(packing);
  expect(() => whole.unpack({ name: "Error", message: "", stack: undefined, fields: {}, ...strange } as never)).toThrow(
    TypeError,
  );
});

test("a pool whose workers lack the ability says so", async () => {
  const { connect } = fakeWorkers(tasks);
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [wholeErrors()] });
  await expect(pool.submit("add", [1, 1])).rejects.toThrow('it lacks the ability "whole-errors"');
  await pool.close();
});
