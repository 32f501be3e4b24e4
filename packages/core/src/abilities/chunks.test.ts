import { expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import type { TaskContext } from "../pool/tasks.ts";
import { type Ability, WorkerPool } from "../pool/worker-pool.ts";
import { type ChunkOptions, chunks, mapInChunks } from "./chunks.ts";

const home = { calls: 0 };
let runs: unknown[] = [];
const tasks = {
  echo: (value: unknown): unknown => value,
  later: async (value: number): Promise<number> => {
    await Promise.resolve();
    return value;
  },
  count: (object: { n: number }): number => ++object.n,
  countWithin: ({ inner }: { inner: { n: number } }): number => ++inner.n,
  home: (): object => home,
  deepHome: (): object => ({ home }),
  reused: (n: number): object => Object.assign(home, { n }),
  failFor(value: number, failing: number): number {
    runs.push(value);
    if (value === failing) throw Object.assign(new TypeError("not this one"), { code: "E_TYPE" });
    return value;
  },
  fail7: (value: number): number => tasks.failFor(value, 7),
  functionFor7: (value: number): unknown => (value === 7 ? () => value : value),
  async untilAborted(this: TaskContext, value: number): Promise<number> {
    runs.push(value);
    await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
    return value;
  },
};

function poolOf() {
  runs = [];
  const fakes = fakeWorkers(tasks, { abilities: [chunks()] });
  const pool = new WorkerPool<typeof tasks>(fakes.connect, { workers: 2, abilities: [chunks()] });
  const sent = (): number[] =>
    fakes.all.flatMap(({ received }) =>
      received.flatMap((message) => {
        const { each, args } = message as unknown as { each?: boolean; args: unknown[][] };
        return each ? [args[0]!.length] : [];
      }),
    );
  return { pool, sent };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
/** As some libraries have instead of promises. */
// oxlint-disable unicorn/no-thenable
const thenable = <Value>(value: Value): PromiseLike<Value> =>
  Object.defineProperty({} as PromiseLike<Value>, "then", {
    value: (resolve: (value: Value) => void) => resolve(value),
  });
// oxlint-enable unicorn/no-thenable
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** Lengths of chunks, by a pool that has so many of them under way, and says of each that it took so long. */
async function lengthsOf(
  took: (length: number) => number,
  count: number,
  options?: ChunkOptions,
  underWay = 1,
): Promise<number[]> {
  const lengths: number[] = [];
  async function* map(_task: string, chunked: AsyncGenerator<number[]>): AsyncGenerator {
    const ahead: number[][] = [];
    for (let over = false; ;) {
      while (!over && ahead.length < underWay) {
        const { done, value } = await chunked.next();
        if (done) over = true;
        else {
          ahead.push(value);
          lengths.push(value.length);
        }
      }
      const values = ahead.shift();
      if (!values) return;
      yield { values, took: took(values.length) };
    }
  }
  const pool = { map } as unknown as WorkerPool<typeof tasks>;
  expect(await all(mapInChunks(pool, "echo", range(count), options))).toEqual(range(count));
  return lengths;
}

test("chunks double while they take less than is aimed at", async () => {
  expect(await lengthsOf((length) => length / 8, 39)).toEqual([1, 2, 4, 8, 8, 8, 8]);
  expect(await lengthsOf((length) => length / 8, 7, { aim: 0.25 })).toEqual([1, 2, 2, 2]);
});

test("chunks halve when they take more than five times what is aimed at", async () => {
  let calls = 0;
  expect(await lengthsOf((length) => (calls++ < 3 ? 0 : length * 2), 21)).toEqual([1, 2, 4, 8, 4, 2]);
});

test("chunks of a former size, which were under way, say nothing about a new one", async () => {
  expect(await lengthsOf(() => 0, 20, {}, 3)).toEqual([1, 1, 1, 2, 2, 2, 4, 4, 3]);
});

test("a size that is given is kept, and the last chunk has what is left", async () => {
  expect(await lengthsOf(() => 0, 10, { chunk: 4 })).toEqual([4, 4, 2]);
});

test("chunks are a quarter of lookAhead at most", async () => {
  expect(await lengthsOf(() => 0, 15, { lookAhead: 17 })).toEqual([1, 2, 4, 4, 4]);
  expect(await lengthsOf(() => 0, 3, { lookAhead: 1, chunk: 100 })).toEqual([1, 1, 1]);
});

test("the values are those of map, in input order, whatever the size", async () => {
  const { pool } = poolOf();
  for (const options of [{}, { chunk: 1 }, { chunk: 7 }, { chunk: 5000 }, { lookAhead: 1 }, { aim: 1000 }]) {
    expect(await all(mapInChunks(pool, "echo", range(300), options))).toEqual(range(300));
    expect(await all(mapInChunks(pool, "later", range(50), options))).toEqual(range(50));
  }
  expect(await all(mapInChunks(pool, "echo", []))).toEqual([]);
  await pool.close();
});

test("inputs that come together travel together", async () => {
  const { pool, sent } = poolOf();
  await all(mapInChunks(pool, "echo", range(20), { chunk: 8 }));
  expect(sent().toSorted((a, b) => a - b)).toEqual([4, 8, 8]);
  await pool.close();
});

test("inputs are taken as for await takes them", async () => {
  const { pool } = poolOf();
  async function* slowly(): AsyncGenerator<number> {
    for (const value of range(20)) {
      if (value % 3 === 0) await quiet();
      yield value;
    }
  }
  expect(await all(mapInChunks(pool, "echo", slowly()))).toEqual(range(20));
  expect(await all(mapInChunks(pool, "echo", [Promise.resolve(0), thenable(1), 2], { chunk: 3 }))).toEqual([0, 1, 2]);
  const steps = [
    { value: 5, done: false },
    { done: true, value: 0 },
  ];
  const iterator = { next: () => thenable(steps.shift()) };
  const thenables = { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<number>;
  expect(await all(mapInChunks(pool, "echo", thenables))).toEqual([5]);
  const broken = { [Symbol.iterator]: () => ({ next: () => 1 }) } as unknown as Iterable<number>;
  await expect(all(mapInChunks(pool, "echo", broken))).rejects.toThrow("next() gave 1");
  await pool.close();
});

test("a slow input holds back no value", async () => {
  const { pool } = poolOf();
  async function* thenNever(): AsyncGenerator<number> {
    yield* [1, 2, 3];
    await new Promise(() => {});
  }
  const values = mapInChunks(pool, "echo", thenNever(), { chunk: 100 });
  expect([await values.next(), await values.next(), await values.next()].map(({ value }) => value)).toEqual([1, 2, 3]);
  await values.return();
  await pool.close();
});

test("inputs that come while the consumer is busy travel together when it waits again", async () => {
  const { pool, sent } = poolOf();
  async function* slowly(): AsyncGenerator<number> {
    for (const value of range(4)) {
      yield value;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise(() => {});
  }
  const values = mapInChunks(pool, "echo", slowly(), { chunk: 100 });
  expect((await values.next()).value).toBe(0);
  for (let turns = 0; turns < 10; turns++) await quiet();
  expect(sent()).toEqual([1]);
  expect([await values.next(), await values.next(), await values.next()].map(({ value }) => value)).toEqual([1, 2, 3]);
  expect(sent()).toEqual([1, 3]);
  await values.return();
  await pool.close();
});

test("nothing is pulled any more when the consumer has stopped", async () => {
  const { pool } = poolOf();
  const late = Promise.withResolvers<IteratorResult<number>>();
  let pulls = 0;
  const next = (): Promise<IteratorResult<number>> => {
    pulls++;
    return pulls === 1 ? Promise.resolve({ value: 1 }) : late.promise;
  };
  const inputs = { [Symbol.asyncIterator]: () => ({ next }) };
  const values = mapInChunks(pool, "echo", inputs, { chunk: 2 });
  expect((await values.next()).value).toBe(1);
  await values.return();
  late.resolve({ value: 2 });
  await quiet();
  expect(pulls).toBe(2);
  await pool.close();
});

test("inputs are pulled at most lookAhead before the consumer, and told to end when it stops", async () => {
  const { pool } = poolOf();
  for (const chunk of [1, 3, 100, "auto"] as const) {
    let pulled = 0;
    let ended = false;
    function* endless(): Generator<number> {
      try {
        for (;;) yield pulled++;
      } finally {
        ended = true;
      }
    }
    let taken = 0;
    let furthest = 0;
    for await (const _ of mapInChunks(pool, "echo", endless(), { lookAhead: 10, chunk })) {
      furthest = Math.max(furthest, pulled - ++taken);
      if (taken === 200) break;
      if (taken % 10 === 0) await quiet();
    }
    expect(furthest).toBeLessThanOrEqual(10);
    expect(ended).toBe(true);
  }
  await pool.close();
});

test("an input that throws ends the values with its error, after those before, and is not asked to end", async () => {
  const { pool } = poolOf();
  let returned = false;
  const numbers = range(6)[Symbol.iterator]();
  const inputs = {
    [Symbol.iterator]: () => ({
      next() {
        const step = numbers.next();
        if (step.done) throw new EvalError("no more");
        return step;
      },
      return() {
        returned = true;
        return { done: true as const, value: 0 };
      },
    }),
  };
  const before: unknown[] = [];
  const consume = async (): Promise<void> => {
    for await (const value of mapInChunks(pool, "echo", inputs, { chunk: 4 })) before.push(value);
  };
  await expect(consume()).rejects.toThrow("no more");
  expect([before, returned]).toEqual([range(6), false]);
  await pool.close();
});

test.each([undefined, null, 5, {}])("inputs that are none, %s, are named", async (inputs) => {
  const { pool } = poolOf();
  await expect(mapInChunks(pool, "echo", inputs as never).next()).rejects.toThrow(
    /wanted an iterable of inputs, found/,
  );
  await pool.close();
});

test("an input that throws when it is told to end hides no task's error, and is heard when its consumer stops", async () => {
  const { pool } = poolOf();
  const inputs = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: 7 }),
      return(): never {
        throw new Error("not now");
      },
    }),
  };
  await expect(mapInChunks(pool, "fail7", inputs).next()).rejects.toMatchObject({ name: "TaskError" });
  const values = mapInChunks(pool, "echo", inputs);
  await values.next();
  await expect(values.return()).rejects.toThrow("not now");
  await pool.close();
});

test("the task's error for one input comes after the values before it, as the task's own", async () => {
  const { pool } = poolOf();
  for (const chunk of [1, 4, 100, "auto"] as const) {
    const before: unknown[] = [];
    const consume = async (): Promise<void> => {
      for await (const value of mapInChunks(pool, "fail7", range(20), { chunk })) before.push(value);
    };
    const cause = { name: "TypeError", message: "not this one", code: "E_TYPE" };
    await expect(consume()).rejects.toMatchObject({ name: "TaskError", task: "fail7", cause });
    expect(before).toEqual(range(7));
  }
  await pool.close();
});

test("an input or a value that cannot be cloned fails alone, after the values before it", async () => {
  const { pool } = poolOf();
  const inputs = range(20).map((value) => (value === 7 ? () => 1 : value));
  const ways = [
    [mapInChunks(pool, "echo", inputs, { chunk: 16 }), "argument"],
    [mapInChunks(pool, "functionFor7", range(20), { chunk: 16 }), "result"],
  ] as const;
  for (const [values, part] of ways) {
    const before: unknown[] = [];
    const consume = async (): Promise<void> => {
      for await (const value of values) before.push(value);
    };
    await expect(consume()).rejects.toMatchObject({ name: "NotCloneable", part });
    expect(before).toEqual(range(7));
  }
  await pool.close();
});

test("a failure whose values before it cannot be sent ends the values with TaskError", async () => {
  const refusing: Ability = {
    name: "refusing",
    serve: (half) => ({
      post(message, transfer) {
        if (/EachFailed.*"values":\[0,1/.test(JSON.stringify(message))) throw new Error("cannot be sent");
        half.post(message, transfer);
      },
    }),
  };
  const abilities = [refusing, chunks()];
  await using pool = new WorkerPool<typeof tasks>(fakeWorkers(tasks, { abilities }).connect, { workers: 1, abilities });
  const cause = { message: "the task failed for input 7" };
  await expect(all(mapInChunks(pool, "fail7", range(20), { chunk: 16 }))).rejects.toMatchObject({
    name: "TaskError",
    task: "fail7",
    cause,
  });
});

test("an object that is many inputs, or in many inputs, is a clone of its own in each", async () => {
  const { pool } = poolOf();
  const shared = { n: 0 };
  const many = range(100).map(() => shared);
  const same = await all(mapInChunks(pool, "count", many, { chunk: 50 }));
  expect(same).toEqual(Array(100).fill(1));
  const within = range(100).map(() => ({ inner: shared }));
  expect(await all(mapInChunks(pool, "countWithin", within, { chunk: 50 }))).toEqual(Array(100).fill(1));
  expect(shared).toEqual({ n: 0 });
  await pool.close();
});

test("an object that a worker returns again and again arrives as many", async () => {
  const nothings = range(100).map(() => undefined);
  const { pool } = poolOf();
  const values = await all(mapInChunks(pool, "home", nothings, { chunk: 50 }));
  expect(new Set(values).size).toBe(100);
  const deep = (await all(mapInChunks(pool, "deepHome", nothings, { chunk: 50 }))) as { home: object }[];
  expect(new Set(deep.map((value) => value.home)).size).toBe(100);
  await pool.close();
});

test("an object that a task changes and returns again arrives as it was each time", async () => {
  const { pool } = poolOf();
  const values = (await all(mapInChunks(pool, "reused", range(10), { chunk: 5 }))) as { n: number }[];
  expect(values.map(({ n }) => n)).toEqual(range(10));
  await pool.close();
});

test("a signal ends the values, and what is behind in a chunk is not run", async () => {
  const { pool } = poolOf();
  const controller = new AbortController();
  const values = all(mapInChunks(pool, "untilAborted", [1, 2, 3], { chunk: 3, signal: controller.signal }));
  const ended = expect(values).rejects.toMatchObject({ name: "TaskCancelled", cause: { message: "enough" } });
  await quiet();
  await quiet();
  controller.abort(new Error("enough"));
  await ended;
  await pool.close();
  expect(runs).toEqual([1]);
});

test("calls by submit and map of the same pool have nothing to do with chunks", async () => {
  const { pool, sent } = poolOf();
  expect(await pool.submit("echo", [[1, 2]])).toEqual([1, 2]);
  expect(await all(pool.map("echo", [[1], [2]]))).toEqual([[1], [2]]);
  expect(sent()).toEqual([]);
  await pool.close();
});

test("options out of their range are refused", async () => {
  const { pool } = poolOf();
  for (const options of [{ chunk: 0 }, { aim: 0 }, { lookAhead: 0 }])
    await expect(mapInChunks(pool, "echo", [1], options).next()).rejects.toThrow(RangeError);
  await pool.close();
});
