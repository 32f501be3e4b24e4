/** What a task emits arrives in order and whole; a slow consumer slows the task, and one that stops ends it. */
import type { SubmitOptions } from "../../executor/executor.ts";
import { stream } from "../../executor/stream.ts";
import type { Cell, ConformingExecutor, Scenario } from "../scenario.ts";
import { emittedSoFar, timesEnded } from "../tasks.ts";

/** Items that a task in a worker may emit before its caller has taken the first; in one isolate it waits for each. */
const ROOM = 16;

export default {
  async run(cell, check) {
    await using pool = cell.create({ workers: 1, tasksPerWorker: 2, grace: 5000 });
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
    check.equal("and also when it has come while their consumer was busy", unhurried, range(100));
    check.equal("a task may await many items together", await lastStep(stream(pool, "emitTogether", [50])), {
      items: range(50),
      value: "all taken",
    });

    const heard: unknown[] = [];
    const returned = await pool.submit("emitWithoutWaiting", [40], { onItem: (item) => heard.push(item) });
    check.equal("submit() hands items to onItem before it resolves", [heard, returned], [range(40), "returned"]);

    await slowConsumer(cell, pool, check);

    check.equal(
      "a value that cannot cross rejects in the task",
      await pool.submit("emitFunction", []),
      cell.capabilities.clones ? "rejected" : "emitted",
    );

    const before: unknown[] = [];
    const failing = consumerOfThisTest(stream(pool, "emitThenThrow", [20]), before);
    const error = await check.rejects("a task that throws ends its stream", failing, "TaskError");
    check.equal("with its own error", error.cause?.message, "after its items");
    check.equal("after all its items", before, range(20));
    const frames = await check.rejects("a stream that is asked for", starterOfThisTest(pool), "TaskError");
    check.ok("has its caller's frames in its error", String(frames.stack).includes("starterOfThisTest"), frames.stack);

    const endings = await tell(cell, pool, "timesEnded");
    for await (const item of stream(pool, "countTo", [Infinity])) if (item === 40) break;
    check.equal("a consumer that stops leaves the pool whole", await pool.submit("add", [1, 1]), 2);
    check.equal("the generator was ended, its worker kept", await tell(cell, pool, "timesEnded"), endings + 1);
    check.equal("nothing was abandoned", pool.abandoned, 0);

    const controller = new AbortController();
    const taken: unknown[] = [];
    const cancelled = each(stream(pool, "countTo", [Infinity], { signal: controller.signal }), (item) => {
      taken.push(item);
      if (item === 30) controller.abort(new Error("enough"));
    });
    const aborted = await check.rejects("a signal ends a stream", cancelled, "TaskCancelled");
    check.equal("with its reason", [aborted.cause?.message, aborted.rung], ["enough", "signalled"]);
    check.equal("after the items in order", taken, range(taken.length));
    const late = all(stream(pool, "wait", [10_000], { timeout: 50 }));
    await check.rejects("a timeout ends a stream", late, "DeadlineExceeded");
    const never = all(stream(pool, "countTo", [5], { signal: AbortSignal.abort() }));
    await check.rejects("a signal that is aborted already starts nothing", never, "TaskCancelled");

    if (cell.hasWorkers) await death(pool, check);
    check.equal("the pool is whole after all that", await all(stream(pool, "countTo", [20])), range(20));
  },
} satisfies Scenario;

async function slowConsumer(
  cell: Cell,
  pool: ConformingExecutor,
  check: Parameters<Scenario["run"]>[1],
): Promise<void> {
  const room = cell.hasWorkers ? ROOM : 1;
  const slow = stream(pool, "countTo", [100]);
  const furthest: number[] = [];
  for (let taken = 1; taken <= 3; taken++) {
    await slow.next();
    // Each answer is a turn of the worker, in which it could have emitted more.
    for (let turns = 0; turns < 20; turns++) await tell(cell, pool, "emittedSoFar");
    furthest.push(await tell(cell, pool, "emittedSoFar"));
  }
  check.equal("a slow consumer stops the task", furthest, [room + 1, room + 2, room + 3]);
  check.equal("and gets all the same", await all(slow), range(100).slice(3));

  const heard: unknown[] = [];
  const full = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const onItem: SubmitOptions["onItem"] = (item) => {
    heard.push(item);
    if (heard.length === room) full.resolve();
    return gate.promise;
  };
  const counting = pool.submit("countTo", [100], { onItem });
  await full.promise;
  for (let turns = 0; turns < 20; turns++) await tell(cell, pool, "emittedSoFar");
  check.equal("while onItem's promise is pending, the task waits", heard, range(room));
  gate.resolve();
  await counting;
  check.equal("and goes on afterwards", heard, range(100));
}

async function death(pool: ConformingExecutor, check: Parameters<Scenario["run"]>[1]): Promise<void> {
  const items: unknown[] = [];
  const dying = each(stream(pool, "emitThenExit", [40, 7]), (item) => items.push(item));
  const died = await check.rejects("a worker that dies ends its stream", dying, "WorkerDied");
  check.equal("which names the task", died.task, "emitThenExit");
  check.equal("after items in order", items, range(items.length));
  check.ok("all those that it had been told of", items.length > 40 - ROOM, items.length);
}

/** What the module of the tasks knows, where they run. A sequential executor could not answer while a task runs. */
function tell(cell: Cell, pool: ConformingExecutor, what: "emittedSoFar" | "timesEnded"): Promise<number> {
  if (cell.hasWorkers) return pool.submit(what, []);
  const told = what === "timesEnded" ? timesEnded : emittedSoFar;
  return new Promise((resolve) => setTimeout(() => resolve(told())));
}

async function starterOfThisTest(pool: ConformingExecutor): Promise<void> {
  const items = stream(pool, "emitThenThrow", [0]);
  await Promise.resolve();
  await all(items);
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
