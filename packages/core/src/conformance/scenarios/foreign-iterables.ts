/** `map` takes what `for await` takes, whoever made it. */
import { runInNewContext } from "node:vm";
import type { Check, ConformingExecutor, Scenario } from "../scenario.ts";

type Source = Iterable<unknown> | AsyncIterable<unknown>;

/** By name: what gives 1, 2 and 3. */
const SOURCES: Record<string, () => Source> = {
  "next() gives a thenable": () => asynchronous((step) => thenable(step)),
  "next() gives a promise of another realm": () =>
    asynchronous((step) => runInNewContext("Promise.resolve(step)", { step }) as PromiseLike<unknown>),
  "next() gives no promise at all": () => asynchronous((step) => step),
  "a list of promises": () => [1, 2, 3].map((value) => Promise.resolve(value)),
  "a list of thenables": () => [1, 2, 3].map((value) => thenable(value)),
  "a list of another realm": () => runInNewContext("[1, 2, 3]") as number[],
  "a generator of another realm": () => runInNewContext("(function* () { yield* [1, 2, 3]; })()") as Iterable<number>,
  "an async generator of another realm": () =>
    runInNewContext("(async function* () { yield* [1, 2, 3]; })()") as AsyncIterable<number>,
  "an iterator without return()": () => ({ [Symbol.iterator]: () => ({ next: counter() }) }),
  "an object that is iterable both ways": () =>
    Object.assign(
      asynchronous((step) => Promise.resolve(step)),
      { [Symbol.iterator]: () => [9][Symbol.iterator]() },
    ),
  "a Set": () => new Set([1, 2, 3]),
};

const BROKEN: Record<string, unknown> = {
  "an input that is not iterable": { length: 3 },
  "no input": undefined,
  "an input that is null": null,
  "an input that is a number": 3,
  "an iterator without next()": { [Symbol.iterator]: () => ({}) },
  "next() gives no object": { [Symbol.iterator]: () => ({ next: () => 5 }) },
  "next() resolves to no object": { [Symbol.asyncIterator]: () => ({ next: async () => undefined }) },
  "an iterator that cannot be had": { [Symbol.iterator]: () => raise(new TypeError("no iterator today")) },
};

export default {
  inputs: Object.fromEntries(
    [
      ...Object.keys(SOURCES),
      ...Object.keys(BROKEN),
      "a text",
      "promises, after Promise was replaced",
      "a promise that is rejected among the inputs",
      "an iterator whose return() throws",
      "an iterator whose return() never ends",
    ].map((input) => [input, {}]),
  ),
  async run(cell, check) {
    await using pool = cell.create();
    for (const [name, make] of Object.entries(SOURCES)) {
      check.equal(`${name}: map() gives what for await gives`, await mapped(pool, make()), [1, 2, 3]);
      const completed = await completedOf(pool, make());
      check.equal(
        `${name}: so does asCompleted()`,
        completed.toSorted((a, b) => Number(a) - Number(b)),
        [1, 2, 3],
      );
    }
    check.equal("a text: its characters are the inputs", await mapped(pool, "abc"), ["a", "b", "c"]);
    await afterReplacement(pool, check);

    for (const [name, input] of Object.entries(BROKEN)) {
      await check.rejects(`${name}: rejects`, mapped(pool, input as Source), "TypeError");
    }
    const failing = [1, Promise.reject(new EvalError("no input")), 3];
    const before: unknown[] = [];
    const ended = each(pool, failing, (value) => before.push(value));
    await check.rejects(
      "a promise that is rejected among the inputs: ends the results with its error",
      ended,
      "EvalError",
    );
    check.equal("a promise that is rejected among the inputs: after those before it", before, [1]);

    const throwing = { ...endless(), return: () => raise(new EvalError("will not end")) };
    const stopped = first(pool, { [Symbol.iterator]: () => throwing });
    const [end] = await Promise.allSettled([stopped]);
    check.ok("an iterator whose return() throws: the consumer is not left waiting", end.status !== undefined, end);
    const pending = { next: async () => endless().next(), return: () => new Promise<never>(() => {}) };
    const taken: unknown[] = [];
    const results = pool.map("echo", { [Symbol.asyncIterator]: () => pending } as AsyncIterable<number>);
    taken.push((await results.next()).value);
    check.equal("an iterator whose return() never ends: results come all the same", taken, [1]);

    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

/** As zone.js does, and as test runners do. */
async function afterReplacement(pool: ConformingExecutor, check: Check): Promise<void> {
  const Own = globalThis.Promise;
  let found: unknown[] = [];
  const async = asynchronous((step) => Own.resolve(step));
  const promises = [1, 2, 3].map((value) => Own.resolve(value));
  globalThis.Promise = class Replaced extends Own<unknown> {} as PromiseConstructor;
  try {
    found = [await mapped(pool, async), await mapped(pool, promises), await pool.submit("add", [1, 1])];
  } finally {
    globalThis.Promise = Own;
  }
  check.equal("promises, after Promise was replaced: are awaited", found, [[1, 2, 3], [1, 2, 3], 2]);
}

async function mapped(pool: ConformingExecutor, inputs: Source): Promise<unknown[]> {
  const values: unknown[] = [];
  await each(pool, inputs, (value) => values.push(value));
  return values;
}

async function each(pool: ConformingExecutor, inputs: Source, then: (value: unknown) => void): Promise<void> {
  // What never ends would otherwise end with the machine's memory.
  let left = 100;
  for await (const value of pool.map("echo", inputs as Iterable<unknown>)) {
    then(value);
    if (--left === 0) return;
  }
}

async function completedOf(pool: ConformingExecutor, inputs: Source): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of pool.asCompleted("echo", inputs as Iterable<unknown>)) {
    if (values.push(value) === 100) break;
  }
  return values;
}

async function first(pool: ConformingExecutor, inputs: Source): Promise<unknown> {
  for await (const value of pool.map("echo", inputs as Iterable<unknown>)) return value;
  return undefined;
}

/** Steps that count to three. */
function counter(): () => { value: unknown; done: boolean } {
  let last = 0;
  return () => ({ value: ++last, done: last > 3 });
}

function endless(): { next(): { value: number; done: boolean } } {
  let last = 0;
  return { next: () => ({ value: ++last, done: false }) };
}

function asynchronous(wrap: (step: unknown) => unknown): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: (
        (step) => () =>
          wrap(step())
      )(counter()) as never,
    }),
  };
}

/** Not a promise, but with the one method that counts. */
function thenable<Value>(value: Value): PromiseLike<Value> {
  // oxlint-disable-next-line unicorn/no-thenable -- that is what it is
  return { then: (resolved: (value: Value) => unknown) => queueMicrotask(() => void resolved(value)) } as never;
}

function raise(error: Error): never {
  throw error;
}
