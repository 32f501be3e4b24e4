/** map() and asCompleted(): order, laziness, back-pressure, and stopping. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create();
    const concurrent = cell.model !== "sequential";
    await pool.prewarm?.(); // which result is first is not to depend on which worker is

    check.equal("map() yields in input order", await all(pool.map("wait", [40, 5, 20, 1])), [40, 5, 20, 1]);
    const completed = await all(pool.asCompleted("wait", [200, 5]));
    check.equal(
      "asCompleted() yields in finishing order",
      completed.map(({ index }) => index),
      concurrent ? [1, 0] : [0, 1],
    );
    check.equal(
      "asCompleted() yields each value with its index",
      completed.toSorted((a, b) => a.index - b.index),
      [
        { index: 0, value: 200 },
        { index: 1, value: 5 },
      ],
    );
    check.equal("map() of nothing yields nothing", await all(pool.map("wait", [])), []);
    check.equal("map() takes an async iterable", await all(pool.map("echo", slowly(["a", "b", "c"]))), ["a", "b", "c"]);
    check.equal("map() yields a thousand results", (await all(pool.map("echo", range(1000)))).length, 1000);
    check.equal(
      "lookAhead 1 keeps the order too",
      await all(pool.map("wait", [10, 1, 5], { lookAhead: 1 })),
      [10, 1, 5],
    );

    let pulled = 0;
    let yielded = 0;
    let furthest = 0;
    for await (const _ of pool.map(
      "echo",
      counted(50, () => pulled++),
      { lookAhead: 3 },
    )) {
      furthest = Math.max(furthest, pulled - ++yielded);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    check.ok("inputs are pulled at most lookAhead ahead of the consumer", furthest <= 3, furthest);

    pulled = 0;
    let returned = false;
    for await (const value of pool.map(
      "echo",
      counted(
        Infinity,
        () => pulled++,
        () => (returned = true),
      ),
      { lookAhead: 4 },
    )) {
      if (value === 2) break;
    }
    check.ok("an endless input is fine when the consumer stops", pulled <= 7, pulled);
    check.ok("the input is told to end when the consumer stops", returned);

    const failing = await check.rejects(
      "the first failure ends map()",
      all(pool.map("raise", ["rangeError", "string"])),
      "TaskError",
    );
    check.equal("with its own error", failing.cause?.name, "RangeError");
    await check.rejects(
      "an input that throws ends map() with its error",
      all(pool.map("echo", throwing())),
      "EvalError",
    );
    const before: unknown[] = [];
    await (async () => {
      for await (const value of pool.map("echo", throwing())) before.push(value);
    })().catch(() => {});
    check.equal("after the results of what came before it", before, [1, 2]);

    const controller = new AbortController();
    const aborted = all(pool.map("wait", [10_000, 10_000], { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 50);
    const cancelled = await check.rejects("a signal ends map()", aborted, "TaskCancelled");
    check.equal("with the signal's reason as cause", cancelled.cause?.message, "enough");

    const late = await check.rejects(
      "timeout holds for each call of map()",
      all(pool.map("wait", [1, 10_000], { timeout: cell.model === "distributed" ? 1000 : 100 })), // a server is between
      "DeadlineExceeded",
    );
    check.equal("which is signalled", late.rung, "signalled");

    await check.rejects("lookAhead below 1 is refused", all(pool.map("echo", [1], { lookAhead: 0 })), "RangeError");

    // Results that are there must not wait for an input that is not.
    const stuck = pool.map("echo", thenNever(["first"]))[Symbol.asyncIterator]();
    check.equal("a slow input holds back no result", (await stuck.next()).value, "first");
    await stuck.return?.();
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of iterable) values.push(value);
  return values;
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

async function* slowly<T>(values: T[]): AsyncGenerator<T> {
  for (const value of values) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield value;
  }
}

function* counted(length: number, onPull: () => void, onEnd: () => void = () => {}): Generator<number> {
  try {
    for (let i = 0; i < length; i++) {
      onPull();
      yield i;
    }
  } finally {
    onEnd();
  }
}

function* throwing(): Generator<number> {
  yield 1;
  yield 2;
  throw new EvalError("the input failed");
}

async function* thenNever<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
  await new Promise(() => {});
}
