/** map and asCompleted without a pool: what is submitted, and when, is in the test's hand. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { getEventListeners } from "node:events";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { mapped } from "./map.ts";
import type { MapOptions, SubmitOptions } from "./tasks.ts";

/** Calls that end when the test says so. */
function calls() {
  const all: { input: unknown; options: SubmitOptions; end: PromiseWithResolvers<unknown> }[] = [];
  const submit = (input: unknown, options: SubmitOptions): Promise<unknown> => {
    const end = Promise.withResolvers<unknown>();
    options.signal?.addEventListener("abort", () =>
      end.reject(new Error("cancelled", { cause: options.signal?.reason })),
    );
    all.push({ input, options, end });
    return end.promise;
  };
  return { all, submit, inputs: () => all.map(({ input }) => input) };
}

/** Calls that give back their input; those in `failing` reject with it. */
const echo =
  (...failing: unknown[]) =>
  (input: unknown): Promise<unknown> =>
    failing.includes(input) ? Promise.reject(new Error(`no ${String(input)}`)) : Promise.resolve(input);

type Options = MapOptions<never, boolean>;
const map = (submit: Parameters<typeof mapped>[1], inputs: unknown, options: Options = {}, capacity = 2) =>
  mapped("input", submit, capacity, inputs as Iterable<unknown>, options);
const asCompleted = (submit: Parameters<typeof mapped>[1], inputs: unknown, options: Options = {}, capacity = 2) =>
  mapped("finishing", submit, capacity, inputs as Iterable<unknown>, options);

/** What the results are, and how they ended. */
async function all(results: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  try {
    for await (const result of results) list.push(result);
    return [...list, "end"];
  } catch (error) {
    return [...list, error];
  }
}

describe("order", () => {
  test("map yields values in input order", async () => {
    const { all: given, submit } = calls();
    const results = all(map(submit, ["a", "b", "c"], { lookAhead: 3 }));
    await pass(0);
    for (const n of [2, 0, 1]) given[n]!.end.resolve(n);
    expect(await results).toEqual([0, 1, 2, "end"]);
  });

  test("asCompleted yields in finishing order, with the index of the input", async () => {
    const { all: given, submit } = calls();
    const results = all(asCompleted(submit, ["a", "b", "c"], { lookAhead: 3 }));
    await pass(0);
    for (const n of [2, 0, 1]) given[n]!.end.resolve(`v${n}`);
    const finished = [2, 0, 1].map((index) => ({ index, value: `v${index}` }));
    expect(await results).toEqual([...finished, "end"]);
  });

  test("a value of undefined is a result", async () => {
    expect(await all(map(() => Promise.resolve(undefined), [1, 2]))).toEqual([undefined, undefined, "end"]);
  });

  test("no inputs give no results", async () => {
    expect(await all(map(echo(), []))).toEqual(["end"]);
    expect(await all(asCompleted(echo(), new Set()))).toEqual(["end"]);
  });
});

describe("failures", () => {
  test("map ends with the first failure in input order, after the results before it", async () => {
    const { all: given, submit } = calls();
    const results = all(map(submit, [0, 1, 2, 3], { lookAhead: 4 }));
    await pass(0);
    given[3]!.end.reject(new Error("late in order"));
    given[1]!.end.reject(new Error("first in order"));
    given[2]!.end.resolve(2);
    given[0]!.end.resolve(0);
    expect(await results).toMatchObject([0, { message: "first in order" }]);
  });

  test("asCompleted ends with the failure that happens first", async () => {
    const { all: given, submit } = calls();
    const results = all(asCompleted(submit, [0, 1, 2], { lookAhead: 3 }));
    await pass(0);
    given[2]!.end.reject(new Error("first in time"));
    expect(await results).toMatchObject([{ message: "first in time" }]);
  });

  test("a failure cancels what is in flight and ends the input", async () => {
    const { all: given, submit } = calls();
    let ended = false;
    function* inputs() {
      try {
        yield* [0, 1, 2, 3, 4, 5];
      } finally {
        ended = true;
      }
    }
    const results = all(map(submit, inputs(), { lookAhead: 3 }));
    await pass(0);
    given[0]!.end.reject(new Error("no"));
    expect(await results).toMatchObject([{ message: "no" }]);
    expect(given.slice(1, 3).map(({ options }) => options.signal?.aborted)).toEqual([true, true]);
    expect(ended).toBe(true);
  });

  test("settled: true goes on past failures and yields how each call ended", async () => {
    expect(await all(map(echo("b"), ["a", "b", "c"], { settled: true }))).toMatchObject([
      { index: 0, status: "fulfilled", value: "a" },
      { index: 1, status: "rejected", reason: { message: "no b" } },
      { index: 2, status: "fulfilled", value: "c" },
      "end",
    ]);
  });

  test("settled: true yields in finishing order with asCompleted", async () => {
    const { all: given, submit } = calls();
    const results = all(asCompleted(submit, ["a", "b"], { settled: true }));
    await pass(0);
    given[1]!.end.reject(new Error("no"));
    await pass(0);
    given[0]!.end.resolve("yes");
    expect(await results).toMatchObject([{ index: 1, status: "rejected" }, { index: 0, value: "yes" }, "end"]);
  });

  test("settled: true ends with what the input threw, after all results before it", async () => {
    function* inputs() {
      yield "a";
      throw new Error("input broke");
    }
    const results = await all(map(echo("a"), inputs(), { settled: true }));
    expect(results).toMatchObject([{ index: 0, status: "rejected" }, { message: "input broke" }]);
  });

  test.each([map, asCompleted])(
    "what the input threw waits for the results of the inputs before it",
    async (results) => {
      const { all: given, submit } = calls();
      function* inputs() {
        yield "a";
        throw new Error("input broke");
      }
      const list = all(results(submit, inputs(), { settled: true }));
      await pass(1);
      given[0]!.end.resolve("value");
      expect(await list).toMatchObject([{ index: 0, value: "value" }, { message: "input broke" }]);
    },
  );

  test.each([false, true])("a transfer that throws is a failure of its input, settled: %s", async (settled) => {
    const transfer = (input: unknown) => {
      if (input === 1) throw new Error("no buffers");
      return [];
    };
    const results = await now(all(map(echo(), [0, 1, 2], { transfer, settled })));
    if (settled)
      expect(results).toMatchObject([{ value: 0 }, { reason: { message: "no buffers" } }, { value: 2 }, "end"]);
    else expect(results).toMatchObject([0, { message: "no buffers" }]);
  });

  test("transfer is asked for the buffers of each input, and options go with each call", async () => {
    const { all: given, submit } = calls();
    const buffers = [new ArrayBuffer(1), new ArrayBuffer(2)];
    const transfer = ((buffer: ArrayBuffer) => [buffer]) as never;
    void all(map(submit, buffers, { transfer, timeout: 5, runTimeout: 6 }));
    await pass(0);
    expect(given.map(({ options }) => options.transfer)).toEqual(buffers.map((buffer) => [buffer]));
    expect(given[0]!.options).toMatchObject({ timeout: 5, runTimeout: 6 });
  });
});

describe("pulling", () => {
  test("no more inputs are pulled than lookAhead before the consumer", async () => {
    let pulled = 0;
    function* inputs() {
      for (;;) yield pulled++;
    }
    const results = map(echo(), inputs(), { lookAhead: 3 });
    expect(pulled).toBe(0);
    for (const n of [0, 1, 2, 3, 4]) {
      expect((await results.next()).value).toBe(n);
      await pass(1);
      expect(pulled).toBe(n + 1 + 3);
    }
    await results.return();
  });

  test("with a lookAhead of 1 one call runs at a time", async () => {
    const { submit, inputs, all: given } = calls();
    const results = map(submit, [0, 1, 2], { lookAhead: 1 });
    for (const n of [0, 1, 2]) {
      const next = results.next();
      await pass(0);
      expect(inputs()).toHaveLength(n + 1);
      given[n]!.end.resolve(n);
      expect(await next).toEqual({ value: n, done: false });
    }
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  test.each([
    [2, 4],
    [16, 32],
    [1000, 1024],
    [Infinity, 1024],
  ])("by default an executor that runs %d at once is given %d ahead", async (capacity, ahead) => {
    const { submit, inputs } = calls();
    const results = map(submit, Array(5000).keys(), {}, capacity);
    void results.next().catch(() => {});
    await pass(0);
    expect(inputs()).toHaveLength(ahead);
  });

  test.each([0, -1, NaN, "5"])("a lookAhead of %o is refused", async (lookAhead) => {
    const [error] = await all(map(echo(), [1], { lookAhead } as Options));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain("lookAhead must be a number from 1 on");
  });

  test("a slow input holds back no result that is there", async () => {
    async function* inputs() {
      yield "a";
      await new Promise(() => {});
    }
    const results = map(echo(), inputs(), { lookAhead: 5 });
    expect(await now(results.next())).toEqual({ value: "a", done: false });
  });

  test("a slow consumer still has results in order", async () => {
    const results = map(echo(), [1, 2, 3, 4, 5], { lookAhead: 2 });
    const seen: unknown[] = [];
    for await (const value of results) {
      seen.push(value);
      await pass(10);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test("100,000 inputs ahead cost a bounded number of steps each", async () => {
    let steps = 0;
    // oxlint-disable-next-line typescript/unbound-method -- called with its `this`
    const count = Promise.prototype.then;
    const ends: (() => void)[] = [];
    const submit = (input: unknown): Promise<unknown> => new Promise((resolve) => ends.push(() => resolve(input)));
    const results = map(submit, Array(100_000).keys(), { lookAhead: 100_000 });
    const first = results.next();
    while (ends.length < 100_000) await pass(0);
    // From last to first: the worst order for whoever looks through all that is in flight.
    Reflect.set(Promise.prototype, "then", function (this: Promise<unknown>, ...reactions: never[]) {
      steps++;
      return Reflect.apply(count, this, reactions);
    });
    try {
      for (const end of ends.toReversed()) end();
      await first;
      let seen = 1;
      while (!(await results.next()).done) seen++;
      expect(seen).toBe(100_000);
      expect(steps).toBeLessThan(1000);
    } finally {
      Reflect.set(Promise.prototype, "then", count);
    }
  });
});

describe("inputs as for await takes them", () => {
  /** What `for await` makes of an input, and what map does. */
  async function both(inputs: () => unknown, options: Options = { lookAhead: 1 }): Promise<[unknown[], unknown[]]> {
    const awaited = await all(inputs() as AsyncIterable<unknown>);
    const results = await now(all(map(echo(), inputs(), options)));
    return [awaited, results as unknown[]];
  }
  // oxlint-disable-next-line unicorn/no-thenable -- that is the input
  const thenable = (value: unknown) => ({ then: (heed: (value: unknown) => void) => heed(value) });
  const foreign = (code: string): unknown => runInNewContext(code);
  const steps = (next: (n: number) => unknown) => () => {
    let n = 0;
    return { [Symbol.asyncIterator]: () => ({ next: () => next(n++) }) };
  };

  const inputs: [string, () => unknown][] = [
    ["text", () => "añ😀"],
    ["a list with holes", () => Object.assign(Array(3), { 0: 1, 2: 3 })],
    ["a set", () => new Set([1, 2])],
    ["a typed array", () => new Uint8Array([1, 2])],
    ["a list of promises", () => [Promise.resolve(1), 2, Promise.resolve(3)]],
    ["a list of thenables", () => [thenable(1), thenable(2)]],
    ["a list of another realm", () => foreign("[1, Promise.resolve(2)]")],
    ["a generator of another realm", () => foreign("(function* () { yield 1; yield Promise.resolve(2); })()")],
    ["an async generator of another realm", () => foreign("(async function* () { yield 1; yield 2; })()")],
    ["a next() that gives a thenable", steps((n) => thenable({ value: n, done: n > 2 }))],
    ["a next() that gives no promise", steps((n) => ({ value: n, done: n > 2 }))],
    [
      "a next() that gives a promise of another realm",
      steps((n) => foreign(`Promise.resolve({ value: ${n}, done: ${n > 2} })`)),
    ],
    ["promises as values of an async iterator", steps((n) => ({ value: Promise.resolve(n), done: n > 2 }))],
    [
      "a next() that throws",
      steps((n) => {
        if (n > 1) throw new Error("next");
        return { value: n };
      }),
    ],
    ["a next() that rejects", steps((n) => (n > 1 ? Promise.reject(new Error("next")) : { value: n }))],
    ["a rejected promise among values", () => [1, Promise.reject(new Error("input")), 3]],
    [
      "a generator that throws",
      function* () {
        yield 1;
        throw new Error("generator");
      },
    ],
    [
      "an async generator that throws",
      async function* () {
        yield 1;
        throw new Error("generator");
      },
    ],
    [
      "an asyncIterator that is null",
      () => ({ [Symbol.asyncIterator]: null, [Symbol.iterator]: () => [1, 2].values() }),
    ],
  ];
  test.each(inputs)("%s", async (_, make) => {
    const [awaited, mapped] = await both(make);
    // for await hands promises of an async iterator on as they are, and so does map to submit, which awaits none.
    expect(mapped).toEqual(await Promise.all(awaited));
  });

  test("promises that were made after Promise was replaced are awaited", async () => {
    const { Promise: original } = globalThis;
    async function* inputs() {
      yield 1;
      yield 2;
    }
    try {
      globalThis.Promise = class extends original<unknown> {} as PromiseConstructor;
      expect(await all(map(echo(), inputs()))).toEqual([1, 2, "end"]);
    } finally {
      globalThis.Promise = original;
    }
  });

  const no: [string, unknown, RegExp][] = [
    ["undefined", undefined, /found undefined/],
    ["null", null, /found null/],
    ["a number", 5, /found 5/],
    ["an object", { length: 2 }, /found \[object Object\]/],
    ["a function", () => [], /found \(\) => \[\]/],
  ];
  test.each([
    ["map", map],
    ["asCompleted", asCompleted],
  ])("%s names a signal that is none", async (name, run) => {
    const controller = new AbortController();
    const error = await run(echo(), [1], { signal: controller as never })
      .next()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(`Cannot submit "${name}": wanted a signal`);
  });

  test.each(no)("%s is no list of inputs, and is named", async (_, inputs, found) => {
    for (const results of [map(echo(), inputs), asCompleted(echo(), inputs)]) {
      const [error] = await all(results);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(/^TypeError: Cannot map: wanted .*inputs/);
      expect(String(error)).toMatch(found);
    }
  });

  test.each([undefined, null, 5, "done"])(
    "a next() that gives %o ends with a TypeError that names it",
    async (step) => {
      const inputs = { [Symbol.asyncIterator]: () => ({ next: () => step }) };
      const [error] = (await now(all(map(echo(), inputs)))) as unknown[];
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain("next() gave");
    },
  );

  /** An input that notes what is asked of it. */
  function noting(length: number, asynchronous: boolean, parts: object = {}) {
    const asked: string[] = [];
    let n = 0;
    const iterator = {
      next: () => (asked.push("next"), n < length ? { value: n++, done: false } : { value: undefined, done: true }),
      return: (value?: unknown) => (asked.push("return"), { value, done: true }),
      ...parts,
    };
    return { asked, inputs: { [asynchronous ? Symbol.asyncIterator : Symbol.iterator]: () => iterator } };
  }
  /** Takes so many results of map, or loops of for await, and then stops. */
  async function take(count: number, results: AsyncIterable<unknown>, fail?: Error): Promise<unknown> {
    try {
      let taken = 0;
      for await (const _ of results) {
        taken++;
        if (taken < count) continue;
        if (fail) throw fail;
        break;
      }
      return "end";
    } catch (error) {
      return error;
    }
  }
  const ends = (asked: string[]): number => asked.filter((what) => what === "return").length;

  for (const asynchronous of [false, true]) {
    const kind = asynchronous ? "an asynchronous input" : "an input";
    test.each([
      ["the consumer stops early", 2, 9, 1],
      ["the consumer stops at the last result", 3, 3, 1],
      ["all was taken", 9, 3, 0],
    ])(`${kind} is told to end as for await would, when %s`, async (_, count, length, times) => {
      const awaited = noting(length, asynchronous);
      await take(count, awaited.inputs as never);
      expect(ends(awaited.asked)).toBe(times);
      const { asked, inputs: given } = noting(length, asynchronous);
      await take(count, map(echo(), given, { lookAhead: 1 }));
      await pass(1);
      // With one ahead the end may have been heard already, and what has ended is not told.
      expect(ends(asked)).toBe(asked.filter((what) => what === "next").length > length ? 0 : times);
    });

    test(`${kind} that has ended is not told to end when a call fails`, async () => {
      const { asked, inputs: given } = noting(1, asynchronous);
      expect(await take(9, map(echo(0), given, { lookAhead: 9 }))).toMatchObject({ message: "no 0" });
      expect(asked).toEqual(["next", "next"]);
    });

    test(`${kind} is asked for nothing more when a call fails`, async () => {
      const { asked, inputs: given } = noting(9, asynchronous);
      expect(await take(9, map(echo(0), given, { lookAhead: 1 }))).toMatchObject({ message: "no 0" });
      expect(asked).toEqual(["next", "return"]);
    });

    test(`${kind} is told once to end when a call fails`, async () => {
      const { asked, inputs: given } = noting(9, asynchronous);
      expect(await take(9, map(echo(1), given, { lookAhead: 2 }))).toMatchObject({ message: "no 1" });
      await pass(1);
      expect(ends(asked)).toBe(1);
    });

    test(`${kind} whose next() threw is not told to end`, async () => {
      const next = () => {
        throw new Error("next");
      };
      const { asked, inputs: given } = noting(9, asynchronous, { next });
      expect(await take(9, map(echo(), given))).toMatchObject({ message: "next" });
      expect(asked).toEqual([]);
    });

    test(`${kind} without return() can be left`, async () => {
      const { inputs: given } = noting(9, asynchronous, { return: undefined });
      expect(await take(2, map(echo(), given))).toBe("end");
    });

    test(`what return() of ${kind} throws is thrown when the consumer stops, as for await does`, async () => {
      const broken = {
        return() {
          throw new Error("return");
        },
      };
      expect(await take(2, noting(9, asynchronous, broken).inputs as never)).toMatchObject({ message: "return" });
      expect(await take(2, map(echo(), noting(9, asynchronous, broken).inputs, { lookAhead: 1 }))).toMatchObject({
        message: "return",
      });
    });

    test(`what return() of ${kind} throws does not hide why a call failed`, async () => {
      const broken = {
        return() {
          throw new Error("return");
        },
      };
      const error = await take(9, map(echo(1), noting(9, asynchronous, broken).inputs));
      expect(error).toMatchObject({ message: "no 1" });
    });
  }

  test.each(["done", "value"])(
    "an asynchronous input whose step throws when asked for %s is told to end as for await would",
    async (part) => {
      const step = () =>
        Object.defineProperty({ done: false, value: 1 }, part, {
          get() {
            throw new Error("step");
          },
        });
      const awaited = noting(9, true, { next: step });
      expect(await take(9, awaited.inputs as never)).toMatchObject({ message: "step" });
      const { asked, inputs: given } = noting(9, true, { next: step });
      expect(await take(9, map(echo(), given))).toMatchObject({ message: "step" });
      expect(asked).toEqual(awaited.asked);
    },
  );

  test("a rejected promise among the values of an input ends it as for await would", async () => {
    const values = () => Promise.reject(new Error("value"));
    const next = () => ({ value: values(), done: false });
    const awaited = noting(9, false, { next });
    expect(await take(9, awaited.inputs as never)).toMatchObject({ message: "value" });
    const { asked, inputs: given } = noting(9, false, { next });
    expect(await take(9, map(echo(), given))).toMatchObject({ message: "value" });
    expect(ends(asked)).toBe(ends(awaited.asked));
  });
});

describe("stopping", () => {
  test("a consumer that stops cancels what is in flight, and a slow input is not waited for", async () => {
    const { all: given, submit } = calls();
    let pulls = 0;
    const inputs = {
      [Symbol.asyncIterator]: () => ({
        next: () => (pulls++ < 2 ? Promise.resolve({ value: pulls, done: false }) : new Promise(() => {})),
        return: () => new Promise(() => {}),
      }),
    };
    const results = map(submit, inputs, { lookAhead: 9 });
    const first = results.next();
    await pass(0);
    given[0]!.end.resolve("a");
    expect(await first).toEqual({ value: "a", done: false });
    expect(await now(results.return())).toEqual({ value: undefined, done: true });
    expect(given[1]!.options.signal?.aborted).toBe(true);
  });

  test("an input that comes after the consumer has stopped is not submitted", async () => {
    const late = Promise.withResolvers<IteratorResult<unknown>>();
    let pulls = 0;
    const next = () => (pulls++ === 0 ? Promise.resolve({ value: 0, done: false }) : late.promise);
    const { submit, inputs: submitted, all: given } = calls();
    const results = map(submit, { [Symbol.asyncIterator]: () => ({ next }) });
    const first = results.next();
    await pass(0);
    given[0]!.end.resolve(0);
    await first;
    await results.return();
    late.resolve({ value: 1, done: false });
    await pass(1);
    expect(submitted()).toEqual([0]);
    expect(pulls).toBe(2);
  });

  test("the input's own end is awaited when the consumer stops between inputs", async () => {
    let ended = false;
    async function* inputs() {
      try {
        yield* [1, 2, 3, 4];
      } finally {
        await Promise.resolve();
        ended = true;
      }
    }
    const results = map(echo(), inputs(), { lookAhead: 1 });
    await results.next();
    await pass(1);
    await results.return();
    expect(ended).toBe(true);
  });

  test("a signal that is aborted before ends map with its reason, and nothing is pulled", async () => {
    let pulled = 0;
    function* inputs() {
      yield pulled++;
    }
    const signal = AbortSignal.abort(new Error("enough"));
    expect(await all(map(echo(), inputs(), { signal }))).toMatchObject([{ message: "enough" }]);
    expect(pulled).toBe(0);
  });

  test("a signal that is aborted while calls run cancels them with its reason", async () => {
    const { all: given, submit } = calls();
    const controller = new AbortController();
    const results = all(map(submit, [1, 2, 3, 4, 5, 6], { signal: controller.signal, lookAhead: 2 }));
    await pass(0);
    controller.abort(new Error("enough"));
    expect(await results).toMatchObject([{ message: "cancelled", cause: { message: "enough" } }]);
    expect(given).toHaveLength(2);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("a signal that is aborted while nothing runs and an input is awaited ends map with its reason", async () => {
    const controller = new AbortController();
    const inputs = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const results = all(map(echo(), inputs, { signal: controller.signal }));
    await pass(0);
    controller.abort(new Error("enough"));
    expect(await now(results)).toMatchObject([{ message: "enough" }]);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("a signal that is not the platform's ends map with its reason, as any other does", async () => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    const inputs = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const results = all(map(echo(), inputs, { signal: signal as AbortSignal }));
    await pass(0);
    Object.assign(signal, { aborted: true, reason: new Error("enough") });
    signal.dispatchEvent(new Event("abort"));
    expect(await results).toMatchObject([{ message: "enough" }]);
  });

  test("with settled: true an aborted signal ends the results with its reason after the cancelled calls", async () => {
    const { submit } = calls();
    const controller = new AbortController();
    const results = all(map(submit, [1, 2, 3, 4], { signal: controller.signal, lookAhead: 2, settled: true }));
    await pass(0);
    controller.abort(new Error("enough"));
    expect(await results).toMatchObject([
      { index: 0, status: "rejected" },
      { index: 1, status: "rejected" },
      { message: "enough" },
    ]);
  });

  test("a signal that is aborted after the results have ended is not heard", async () => {
    const controller = new AbortController();
    expect(await all(map(echo(), [1], { signal: controller.signal }))).toEqual([1, "end"]);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    controller.abort();
    expect(timers()).toBe(0);
  });

  test("results that nobody ever asks for pull nothing", async () => {
    let pulled = 0;
    const inputs = { [Symbol.iterator]: () => (pulled++, [].values()) };
    const results = map(echo(), inputs);
    await pass(1);
    await results.return();
    expect(pulled).toBe(0);
  });
});
