/** What submit and map infer from a module of tasks: held to by the type checker; that it also works, by running it. */
import { expect, expectTypeOf, test } from "vitest";
import { AsyncPool } from "./async-pool.ts";
import { fakeWorkers } from "./support/fake-workers.ts";
import type { Completed, Executor, Outcome, TaskContext, TaskName } from "./tasks.ts";
import { WorkerPool } from "./worker-pool.ts";

const tasks = {
  add: (a: number, b: number): number => a + b,
  echo: (text: string): string => text,
  length: async (text: string, times = 1): Promise<number> => text.length * times,
  nothing: (): void => {},
  waits(this: TaskContext<{ name: string }>, milliseconds: number): string {
    return `${this.local.name} ${milliseconds}`;
  },
  version: 5,
};
type Tasks = typeof tasks;

const pools: [string, () => Executor<Tasks>][] = [
  ["an async pool", () => new AsyncPool(tasks, { local: { name: "db" } })],
  [
    "a worker pool",
    () => new WorkerPool<Tasks>(fakeWorkers(tasks, { init: () => ({ name: "db" }) }).connect, { workers: 1 }),
  ],
];

test.each(pools)("submit of %s infers arguments and value from the module", async (_, make) => {
  await using pool = make();
  const sum = pool.submit("add", [1, 2]);
  expectTypeOf(sum).toEqualTypeOf<Promise<number>>();
  const length = pool.submit("length", ["abc"], { timeout: 1000, signal: new AbortController().signal });
  expectTypeOf(length).toEqualTypeOf<Promise<number>>();
  const nothing = pool.submit("nothing", []);
  expectTypeOf(nothing).toEqualTypeOf<Promise<void>>();
  const waits = pool.submit("waits", [5]);
  expectTypeOf(waits).toEqualTypeOf<Promise<string>>();
  expect(await Promise.all([sum, length, nothing, waits])).toEqual([3, 3, undefined, "db 5"]);
});

test.each(pools)("map of %s takes every iterable of the first argument, text among them", async (_, make) => {
  await using pool = make();
  const letters = pool.map("echo", "abc");
  expectTypeOf(letters).toEqualTypeOf<AsyncGenerator<string, void>>();
  expect(await Array.fromAsync(letters)).toEqual(["a", "b", "c"]);
  const lengths = pool.map("length", new Set(["a", Promise.resolve("ab")]), { lookAhead: 2 });
  expectTypeOf(lengths).toEqualTypeOf<AsyncGenerator<number, void>>();
  expect(await Array.fromAsync(lengths)).toEqual([1, 2]);
  async function* inputs(): AsyncGenerator<string> {
    yield "abc";
  }
  expect(await Array.fromAsync(pool.map("length", inputs()))).toEqual([3]);
});

test.each(pools)("asCompleted of %s gives values with the index of their input", async (_, make) => {
  await using pool = make();
  const results = pool.asCompleted("echo", ["a"]);
  expectTypeOf(results).toEqualTypeOf<AsyncGenerator<Completed<string>, void>>();
  expect(await Array.fromAsync(results)).toEqual([{ index: 0, value: "a" }]);
});

test.each(pools)("settled: true of %s changes what results are", async (_, make) => {
  await using pool = make();
  const outcomes = pool.map("echo", ["a"], { settled: true });
  expectTypeOf(outcomes).toEqualTypeOf<AsyncGenerator<Outcome<string>, void>>();
  const completed = pool.asCompleted("echo", ["a"], { settled: true });
  expectTypeOf(completed).toEqualTypeOf<AsyncGenerator<Outcome<string>, void>>();
  const plain = pool.map("echo", ["a"], { settled: false });
  expectTypeOf(plain).toEqualTypeOf<AsyncGenerator<string, void>>();
  expect(await Array.fromAsync(outcomes)).toEqual([{ index: 0, status: "fulfilled", value: "a" }]);
  await completed.return();
  await plain.return();
  for await (const outcome of pool.map("echo", ["a"], { settled: true })) {
    if (outcome.status === "fulfilled") expectTypeOf(outcome.value).toEqualTypeOf<string>();
    else expectTypeOf(outcome.reason).toBeAny();
  }
});

test("wrong names, arguments and options are errors of the type checker", () => {
  expectTypeOf<TaskName<Tasks>>().toEqualTypeOf<"add" | "echo" | "length" | "nothing" | "waits">();
  /** Never run: only its types are looked at. */
  const wrong = (pool: Executor<Tasks>, signal: AbortSignal): unknown[] => [
    // @ts-expect-error -- there is no such task
    pool.submit("mul", [1, 2]),
    // @ts-expect-error -- it is no function
    pool.submit("version", []),
    // @ts-expect-error -- one argument is missing
    pool.submit("add", [1]),
    // @ts-expect-error -- one is of the wrong type
    pool.submit("add", [1, "2"]),
    // @ts-expect-error -- there is one too many
    pool.submit("add", [1, 2, 3]),
    // @ts-expect-error -- they are no list
    pool.submit("echo", "abc"),
    // @ts-expect-error -- a list is asked for even when it is empty
    pool.submit("nothing"),
    // @ts-expect-error -- a controller is no signal
    pool.submit("echo", ["a"], { signal: new AbortController() }),
    // @ts-expect-error -- there is no such option
    pool.submit("echo", ["a"], { timeOut: 5 }),
    // @ts-expect-error -- a buffer is no list
    pool.submit("echo", ["a"], { transfer: new ArrayBuffer(1) }),
    // @ts-expect-error -- its inputs are numbers
    pool.map("add", ["a"]),
    // @ts-expect-error -- a number is no iterable
    pool.map("add", 5),
    // @ts-expect-error -- there is no such task
    pool.asCompleted("mul", [1]),
    // @ts-expect-error -- map's transfer is a function of the input
    pool.map("echo", ["a"], { transfer: [] }),
    // @ts-expect-error -- it is reject or finish
    pool.close({ waiting: "drop" }),
    pool.map("echo", ["a"], {
      signal,
      timeout: 1,
      runTimeout: 1,
      lookAhead: 1,
      transfer: (text: string) => [{ text }],
    }),
  ];
  expect(wrong).toBeTypeOf("function");
});

test("a module's own type is what a pool is told", () => {
  expectTypeOf<TaskName<typeof import("./map.ts")>>().toEqualTypeOf<"mapped">();
});
