/** What a task emits arrives in order and whole; a slow consumer slows the task, and one that stops ends it. */
import { stream, streaming } from "../../abilities/stream.ts";
import type { SubmitOptions } from "../../pool/tasks.ts";
import type { WorkerPool } from "../../pool/worker-pool.ts";
import type { Check, Scenario, Tasks } from "../scenario.ts";

/** Items that a task may emit before its caller has taken the first. */
const ROOM = 16;

type Pool = WorkerPool<Tasks>;

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const options = { workers: 1, tasksPerWorker: 2, grace: 5000, abilities: [streaming()] };
    await using pool = cell.create(options) as unknown as Pool;
    const wanted = range(1000);

    check.equal("items come in order, and none is lost", await all(stream(pool, "countTo", [1000])), wanted);
    const last = await lastStep(stream(pool, "countTo", [3]));
    check.equal("a generator's return value is the stream's", last, { items: [1, 2, 3], value: "counted" });
    check.equal("a stream of nothing ends", await all(stream(pool, "countTo", [0])), []);
    check.equal("a task that emits nothing ends too", await lastStep(stream(pool, "add", [1, 2])), {
      items: [],
      value: 3,
    });
    check.equal(
      "items that the task did not wait for arrive before the end",
      await lastStep(stream(pool, "emitWithoutWaiting", [100])),
      { items: range(100), value: "returned" },
    );
    const unhurried: number[] = [];
    for await (const item of stream(pool, "emitWithoutWaiting", [100])) {
      if (unhurried.push(item as number) === 1) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    check.equal("items that come while their consumer is busy all arrive", unhurried, range(100));
    check.equal("a task may await many items together", await lastStep(stream(pool, "emitTogether", [50])), {
      items: range(50),
      value: "all taken",
    });

    const heard: unknown[] = [];
    const returned = await pool.submit("emitWithoutWaiting", [40], { onItem: (item) => heard.push(item) });
    check.equal("submit() hands items to onItem before it resolves", [heard, returned], [range(40), "returned"]);

    await slowConsumer(pool, check);

    const crossed = await pool.submit("emitFunction", []);
    check.equal("an item that cannot be cloned rejects in the task", crossed, "rejected");
    const thrown = await pool.submit("yieldFunction", []);
    check.equal("an item that cannot be cloned is thrown at a generator's yield", thrown as unknown, "thrown");

    const before: unknown[] = [];
    const failing = consumerOfThisTest(stream(pool, "emitThenThrow", [20]), before);
    const error = await check.rejects("a task that throws ends its stream", failing, "TaskError");
    check.equal("a stream ends with the error that its task threw", error.cause?.message, "after its items");
    check.equal("all items before a task's error arrive", before, range(20));

    const endings = await pool.submit("timesEnded", []);
    for await (const item of stream(pool, "countTo", [Infinity])) if (item === 40) break;
    check.equal("a consumer that stops leaves the pool whole", await pool.submit("add", [1, 1]), 2);
    check.equal("the generator was ended, its worker kept", await pool.submit("timesEnded", []), endings + 1);
    check.equal("a consumer that stops leaves nothing abandoned", pool.abandoned, 0);

    const controller = new AbortController();
    const taken: unknown[] = [];
    const cancelled = each(stream(pool, "countTo", [Infinity], { signal: controller.signal }), (item) => {
      taken.push(item);
      if (item === 30) controller.abort(new Error("enough"));
    });
    const aborted = await check.rejects("a signal ends a stream", cancelled, "TaskCancelled");
    check.equal(
      "a stream that a signal ends has the signal's reason",
      [aborted.cause?.message, aborted.rung],
      ["enough", "signalled"],
    );
    check.equal("items before a signal come in order", taken, range(taken.length));
    const late = all(stream(pool, "wait", [10_000], { timeout: 50 }));
    await check.rejects("a timeout ends a stream", late, "DeadlineExceeded");
    const never = all(stream(pool, "countTo", [5], { signal: AbortSignal.abort() }));
    await check.rejects("a signal that is aborted already starts nothing", never, "TaskCancelled");

    await cancelledWhileItWaits(pool, check);
    const unheard = pool.submit("emitThenWait", [600_000], { onItem: () => Promise.reject(new EvalError("no")) });
    await check.rejects("an onItem that rejects ends its call with its error", unheard, "EvalError");
    await death(pool, check);
    check.equal("the pool is whole after all that", await all(stream(pool, "countTo", [20])), range(20));
  },
} satisfies Scenario;

async function slowConsumer(pool: Pool, check: Check): Promise<void> {
  const slow = stream(pool, "countTo", [100]);
  const furthest: number[] = [];
  for (let taken = 1; taken <= 3; taken++) {
    await slow.next();
    // Each answer is a turn of the worker, in which it could have emitted more.
    for (let turns = 0; turns < 20; turns++) await pool.submit("emittedSoFar", []);
    furthest.push(await pool.submit("emittedSoFar", []));
  }
  check.equal("a slow consumer stops the task", furthest, [ROOM + 1, ROOM + 2, ROOM + 3]);
  check.equal("a slow consumer gets every item", await all(slow), range(100).slice(3));

  const heard: unknown[] = [];
  const full = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const onItem: SubmitOptions["onItem"] = (item) => {
    heard.push(item);
    if (heard.length === ROOM) full.resolve();
    return gate.promise;
  };
  const counting = pool.submit("countTo", [100], { onItem });
  await full.promise;
  for (let turns = 0; turns < 20; turns++) await pool.submit("emittedSoFar", []);
  check.equal("while onItem's promise is pending, the task waits", heard, range(ROOM));
  gate.resolve();
  await counting;
  check.equal("a task that waited for onItem goes on to its end", heard, range(100));
}

async function cancelledWhileItWaits(pool: Pool, check: Check): Promise<void> {
  const endings = await pool.submit("timesEnded", []);
  const controller = new AbortController();
  const full = Promise.withResolvers<void>();
  let heard = 0;
  const onItem = (): Promise<void> => {
    if (++heard === ROOM) full.resolve();
    return new Promise(() => {});
  };
  const waiting = pool.submit("countTo", [Infinity], { onItem, signal: controller.signal });
  await full.promise;
  controller.abort();
  await check.rejects("a task that waits for room can be cancelled", waiting, "TaskCancelled");
  await pool.submit("wait", [20]); // some runtimes read the next call before the generator has taken its last steps
  const ended = await pool.submit("timesEnded", []);
  check.equal("a generator that was cancelled while it waited for room is ended", ended, endings + 1);
}

async function death(pool: Pool, check: Check): Promise<void> {
  const items: unknown[] = [];
  const dying = each(stream(pool, "emitThenExit", [40, 7]), (item) => items.push(item));
  const died = await check.rejects("a worker that dies ends its stream", dying, "WorkerDied");
  check.equal("the death that ends a stream names its task", died.task, "emitThenExit");
  check.equal("items before a worker's death come in order", items, range(items.length));
  check.ok("items that were sent before a worker's death are heard", items.length > 40 - ROOM, items.length);
}

async function consumerOfThisTest(items: AsyncIterable<unknown>, list: unknown[]): Promise<void> {
  for await (const item of items) list.push(item);
}

async function each<T>(items: AsyncIterable<T>, then: (item: T) => unknown): Promise<void> {
  for await (const item of items) then(item);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function lastStep<T, R>(items: AsyncGenerator<T, R>): Promise<{ items: T[]; value: R }> {
  const list: T[] = [];
  for (;;) {
    const step = await items.next();
    if (step.done) return { items: list, value: step.value };
    list.push(step.value);
  }
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);
