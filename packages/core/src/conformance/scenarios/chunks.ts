/** mapInChunks(): the answers of map(), whatever the size of the chunks. */
import { type ChunkOptions, chunks, mapInChunks } from "../../abilities/chunks.ts";
import type { WorkerPool } from "../../pool/worker-pool.ts";
import type { Check, Scenario, Tasks } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const create = (workers: number): WorkerPool<Tasks> =>
      cell.create({ workers, abilities: [chunks()] }) as unknown as WorkerPool<Tasks>;
    await using pool = create(2);
    const inputs = range(1000);
    const mapped = await all(pool.map("echo", inputs));

    const sizes: ChunkOptions[] = [{}, { chunk: 1 }, { chunk: 7 }, { chunk: 5000 }, { aim: 0.001 }, { aim: 1000 }];
    for (const options of sizes) {
      const found = await all(mapInChunks(pool, "echo", inputs, options));
      check.equal(`the answers are those of map(), in input order, with ${JSON.stringify(options)}`, found, mapped);
    }
    check.equal("nothing yields nothing", await all(mapInChunks(pool, "echo", [])), []);
    check.equal(
      "tasks that wait are awaited",
      await all(mapInChunks(pool, "wait", [20, 1, 5], { chunk: 2 })),
      [20, 1, 5],
    );
    const strings = await all(mapInChunks(pool, "echo", slowly(["a", "b", "c"])));
    check.equal("inputs may come asynchronously", strings, ["a", "b", "c"]);
    const many = await all(mapInChunks(pool, "echo", atOnce(range(500)), { chunk: 16 }));
    check.equal("asynchronous inputs may come many at once", many, range(500));

    const calls = async (count: number, chunk: number): Promise<number[]> => {
      await using one = create(1);
      const before = await one.submit("countCalls", []);
      const counts = await all(mapInChunks(one, "countCalls", Array(count).fill(undefined), { chunk }));
      return counts.map((value) => value - before);
    };
    check.equal(
      "each input runs its task once",
      await calls(50, 8),
      range(50).map((i) => i + 1),
    );

    for (const [k, chunk] of [
      [0, 4],
      [5, 4],
      [7, 4],
      [9, 1],
      [5, "auto"],
    ] as const) {
      const before: unknown[] = [];
      const failing = each(
        mapInChunks(
          pool,
          "failFor",
          range(40).map((i): [number, number] => [i, k]),
          { chunk },
        ),
        (value) => before.push(value),
      );
      const name = `an input that fails (number ${k} in chunks of ${chunk})`;
      const error = await check.rejects(`${name} ends the iteration with TaskError`, failing, "TaskError");
      check.equal(
        "the failing input's error has the task's own as its cause",
        [error.cause?.name, error.cause?.code],
        ["TypeError", "E_TYPE"],
      );
      check.equal(`${name} comes after the values of those before`, before, range(k));
    }
    await ownClones(pool, check);

    const before: unknown[] = [];
    const broken = each(mapInChunks(pool, "echo", throwing(), { chunk: 4 }), (value) => before.push(value));
    await check.rejects("inputs that throw end the iteration with their error", broken, "EvalError");
    check.equal("inputs that throw end it after the values of those before", before, range(6));

    let pulled = 0;
    let returned = false;
    const endless = counted(
      () => pulled++,
      () => (returned = true),
    );
    for await (const value of mapInChunks(pool, "echo", endless, { lookAhead: 20 })) if (value === 30) break;
    check.ok("an endless input is fine when the consumer stops", pulled <= 31 + 20, pulled);
    check.ok("the input is told to end when the consumer stops", returned);

    for (const chunk of [1, 3, 100, "auto"] as const) {
      pulled = 0;
      let taken = 0;
      let furthest = 0;
      for await (const _ of mapInChunks(
        pool,
        "echo",
        counted(() => pulled++),
        { lookAhead: 10, chunk },
      )) {
        furthest = Math.max(furthest, pulled - ++taken);
        if (taken === 200) break;
        if (taken % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      check.ok(`inputs are pulled at most lookAhead ahead, in chunks of ${chunk}`, furthest <= 10, furthest);
    }
    check.equal("lookAhead 1 is enough", await all(mapInChunks(pool, "echo", range(20), { lookAhead: 1 })), range(20));

    const stuck = mapInChunks(pool, "echo", thenNever([1, 2, 3]), { chunk: 100 });
    const there = [await stuck.next(), await stuck.next(), await stuck.next()];
    check.equal(
      "a slow input holds back no value",
      there.map(({ value }) => value),
      [1, 2, 3],
    );
    await stuck.return();

    const controller = new AbortController();
    const waiting = all(mapInChunks(pool, "wait", [10_000, 10_000], { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 50);
    const cancelled = await check.rejects("a signal ends the iteration", waiting, "TaskCancelled");
    check.equal("the iteration that a signal ends has its reason", cancelled.cause?.message, "enough");

    for (const options of [{ chunk: 0 }, { aim: 0 }, { lookAhead: 0 }]) {
      const refused = all(mapInChunks(pool, "echo", [1], options));
      await check.rejects(`${JSON.stringify(options)} is refused`, refused, "RangeError");
    }
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

async function ownClones(pool: WorkerPool<Tasks>, check: Check): Promise<void> {
  const shared = [1];
  const pushed = mapInChunks(
    pool,
    "push",
    Array.from({ length: 200 }, () => shared),
    { chunk: 50 },
  );
  const wrong = (await all(pushed)).filter((length) => length !== 2);
  check.equal("one object that is many inputs is a clone of its own in each", [wrong, shared], [[], [1]]);
  const inputs = range(20).map((value): unknown => (value === 7 ? () => 1 : value));
  const before: unknown[] = [];
  const argument = each(mapInChunks(pool, "echo", inputs, { chunk: 16 }), (value) => before.push(value));
  const refused = await check.rejects("an input that cannot be cloned ends the values", argument, "NotCloneable");
  check.equal("an input that cannot be cloned is called an argument", refused.part, "argument");
  check.equal("an input that cannot be cloned comes after the values before it", before, range(7));
  const result = all(mapInChunks(pool, "returnFunction", [undefined, undefined] as never, { chunk: 2 }));
  const unsent = await check.rejects("a value that cannot be cloned ends the values", result, "NotCloneable");
  check.equal("a value that cannot be cloned is called a result", unsent.part, "result");
}

async function each<T>(values: AsyncIterable<T>, then: (value: T) => unknown): Promise<void> {
  for await (const value of values) then(value);
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

async function* slowly<T>(values: T[]): AsyncGenerator<T> {
  for (const value of values) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield value;
  }
}

async function* atOnce<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
}

function* counted(onPull: () => void, onEnd: () => void = () => {}): Generator<number> {
  try {
    for (let i = 0; ; i++) {
      onPull();
      yield i;
    }
  } finally {
    onEnd();
  }
}

function* throwing(): Generator<number> {
  yield* range(6);
  throw new EvalError("the input failed");
}

async function* thenNever<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
  await new Promise(() => {});
}
